package io.ssegateway.config;

import java.util.List;

/**
 * Which pages of other origins may use the gateway.
 *
 * @param allowedOrigins origins exactly as browsers send them, such as {@code https://app.example.com}; {@code *} stands
 *                       for every other origin; empty means none
 */
public record CorsConfig(List<String> allowedOrigins) {

    /** @throws ConfigException if an entry is not an origin */
    public CorsConfig {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedOrigins.forEach(origin -> Origins.check("cors.allowed-origins", origin));
    }

    /** The values of {@code config/gateway.yaml}. */
    public static CorsConfig defaults() {
        return new CorsConfig(List.of());
    }
}
