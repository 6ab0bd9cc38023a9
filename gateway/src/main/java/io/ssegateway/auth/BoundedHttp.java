package io.ssegateway.auth;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 client with threads of its own. Time and size of an answer are limited, and redirects are not followed:
 * the operator has configured the address. Safe for any thread.
 */
public final class BoundedHttp {
    private final Duration timeout;
    private final int maxBytes;
    private final String need;

    /**
     * Null until it is needed: its thread lives as long as it does, and a failed start must not leave one. Guarded by
     * this.
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
                    // Shorter than the whole, to distinguish a failed connection from a late answer.
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
