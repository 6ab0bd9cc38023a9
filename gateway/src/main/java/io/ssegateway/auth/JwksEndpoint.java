package io.ssegateway.auth;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Fetches a JWK set by HTTP, on threads of its own. It takes neither more time nor more bytes than a set may need, and follows no
 * redirect: the operator named the place.
 */
final class JwksEndpoint implements Supplier<CompletableFuture<JwkSet>> {

    /** How large a set may be, in bytes; usual ones have some thousand. */
    static final int MAX_BYTES = 256 * 1024;

    /** From the beginning of the fetch to the last byte. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI uri;
    private final Duration timeout;
    private final HttpRequest request;
    private final HttpClient client;

    JwksEndpoint(URI uri) {
        this(uri, TIMEOUT);
    }

    JwksEndpoint(URI uri, Duration timeout) {
        this.uri = uri;
        this.timeout = timeout;
        this.request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Begins a fetch. */
    @Override
    public CompletableFuture<JwkSet> get() {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, response -> new LimitedBody(MAX_BYTES));
        CompletableFuture<JwkSet> set = new CompletableFuture<>();
        exchange.thenApply(JwksEndpoint::read).whenComplete((read, failure) -> {
            if (failure == null) {
                set.complete(read);
            } else {
                set.completeExceptionally(failure);
            }
        });
        // HttpRequest's own timeout ends with the headers; a body may take for ever.
        return set.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((read, failure) -> exchange.cancel(true));
    }

    private static JwkSet read(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new IllegalArgumentException("it answers " + response.statusCode());
        }
        return JwkSet.parse(response.body());
    }

    @Override
    public String toString() {
        // Its query may be secret.
        return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }
}
