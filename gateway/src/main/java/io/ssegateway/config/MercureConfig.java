package io.ssegateway.config;

/**
 * The Mercure protocol.
 *
 * @param enabled       whether {@code /.well-known/mercure} has routes
 * @param subscriptions whether it tells who is subscribed
 */
public record MercureConfig(boolean enabled, boolean subscriptions) {

    /** The values of {@code config/gateway.yaml}. */
    public static MercureConfig defaults() {
        return new MercureConfig(true, false);
    }
}
