package io.ssegateway.config;

/**
 * The Mercure protocol.
 *
 * @param enabled whether {@code /.well-known/mercure} has routes
 * @param subscriptions whether it publishes the active subscriptions
 * @param firstId whether a stream begins with an id to resume from, which the reference hub does not send
 */
public record MercureConfig(boolean enabled, boolean subscriptions, boolean firstId) {}
