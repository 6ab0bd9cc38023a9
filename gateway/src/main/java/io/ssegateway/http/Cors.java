package io.ssegateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ssegateway.config.CorsConfig;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may use the gateway. A listed origin may also send credentials; {@code *} allows every
 * origin without them. An origin that is not allowed gets no CORS headers, and its browser hides the answer from the
 * page.
 */
public final class Cors {
    private static final String ANY = "*";
    private static final String PREFLIGHT_MAX_AGE_SECONDS = "600";

    private final Set<String> origins;
    private final String headers;

    /** Rules from the configuration. */
    public Cors(CorsConfig config) {
        this.origins = Set.copyOf(config.allowedOrigins());
        this.headers = String.join(", ", config.allowedHeaders());
    }

    /** Adds what an answer to a page of {@code origin} needs. */
    public void answer(@Nullable String origin, HttpHeaders response) {
        if (origins.isEmpty()) {
            return;
        }
        response.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        if (origin == null) {
            return;
        }
        if (origins.contains(origin)) {
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        } else if (origins.contains(ANY)) {
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        } else {
            return;
        }
        // Pages learn by it whether they have missed something.
        response.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Last-Event-ID");
    }

    /** Adds the headers of a preflight's answer, in addition to {@link #answer}. */
    void preflight(HttpHeaders request, HttpHeaders response, String allow) {
        if (!response.contains(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)
                || !request.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
            return;
        }
        response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, allow);
        if (!headers.isEmpty()) {
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, headers);
        }
        response.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE_SECONDS);
    }
}
