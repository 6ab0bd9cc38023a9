package io.ssegateway.auth;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Fetches a JWK set by HTTP. */
final class JwksEndpoint implements Supplier<CompletableFuture<JwkSet>> {

    /** How large a set may be, in bytes; usual ones have some thousand. */
    static final int MAX_BYTES = 256 * 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI uri;
    private final HttpRequest request;
    private final BoundedHttp http;

    JwksEndpoint(URI uri) {
        this(uri, TIMEOUT);
    }

    JwksEndpoint(URI uri, Duration timeout) {
        this.uri = uri;
        this.request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        this.http = new BoundedHttp(timeout, MAX_BYTES, "a JWK set");
    }

    /** Begins a fetch. */
    @Override
    public CompletableFuture<JwkSet> get() {
        return http.send(request).thenApply(JwksEndpoint::read);
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
