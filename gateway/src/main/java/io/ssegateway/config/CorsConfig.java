package io.ssegateway.config;

import java.util.List;

/**
 * Which pages of other origins may use the gateway.
 *
 * @param allowedOrigins origins exactly as browsers send them, such as {@code https://app.example.com}; {@code *}
 *     stands for every other origin; empty means none
 * @param allowedHeaders headers that their requests may have
 */
public record CorsConfig(List<String> allowedOrigins, List<String> allowedHeaders) {

    /** @throws ConfigException if an entry is not an origin, or no name of a header */
    public CorsConfig {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedOrigins.forEach(origin -> Origins.check("cors.allowed-origins", origin));
        allowedHeaders = List.copyOf(allowedHeaders);
        Require.headerNames("cors.allowed-headers", allowedHeaders);
    }
}
