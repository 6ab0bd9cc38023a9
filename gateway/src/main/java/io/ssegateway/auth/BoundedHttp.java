package io.ssegateway.auth;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks others by HTTP/1.1, on threads of its own. An answer takes neither more time nor more bytes than it may need,
 * and no redirect is followed: the operator named the place. Safe for any thread.
 */
public final class BoundedHttp {
    private final Duration timeout;
    private final int maxBytes;
    private final String need;

    /**
     * Null until it is needed: its thread ends with it alone, and a start that fails must leave none. Guarded by this.
     */
    private @Nullable HttpClient client;

    /**
     * A client without connections yet.
     *
     * @param timeout from the beginning of a request to the last byte of its answer
     * @param maxBytes how large an answer may be
     * @param need what the answers are, for messages: "a JWK set"
     */
    public BoundedHttp(Duration timeout, int maxBytes, String need) {
        this.timeout = timeout;
        this.maxBytes = maxBytes;
        this.need = need;
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    // Earlier than the whole, so that a connection that cannot be made is told from an answer that is
                    // late.
                    .connectTimeout(timeout.dividedBy(2))
                    .build();
        }
        return client;
    }

    /** Begins an exchange, and returns at once. */
    public CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client().sendAsync(request, response -> new LimitedBody(maxBytes, need));
        // HttpRequest's own timeout ends with the headers; a body may take for ever.
        CompletableFuture<HttpResponse<byte[]>> answer = exchange.copy();
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> exchange.cancel(true));
    }
}
