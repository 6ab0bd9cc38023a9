package io.ssegateway.config;

/**
 * The Mercure protocol.
 *
 * @param enabled whether {@code /.well-known/mercure} has routes
 * @param subscriptions whether it tells who is subscribed
 * @param firstId whether a stream begins with the id from which its client could resume, which the reference hub does
 *     not send
 */
public record MercureConfig(boolean enabled, boolean subscriptions, boolean firstId) {}
