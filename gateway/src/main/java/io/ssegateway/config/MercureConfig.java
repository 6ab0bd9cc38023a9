package io.ssegateway.config;

/**
 * The Mercure protocol.
 *
 * @param enabled whether {@code /.well-known/mercure} has routes
 */
public record MercureConfig(boolean enabled) {

    /** The values of {@code config/gateway.yaml}. */
    public static MercureConfig defaults() {
        return new MercureConfig(true);
    }
}
