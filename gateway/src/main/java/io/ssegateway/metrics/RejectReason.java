package io.ssegateway.metrics;

import java.util.Locale;

/** Why a connection was refused: one of a fixed list, the same word in the metric and in the answer. */
public enum RejectReason {
    /** {@code limits.max-connections} are open. */
    MAX_CONNECTIONS,
    /** {@code limits.max-connections-per-address} are open from this address. */
    MAX_CONNECTIONS_PER_ADDRESS,
    /** More than {@code limits.accepts-per-second} came. */
    ACCEPT_RATE,
    /** The event log cannot be reached or read, or the revocations are not known yet. */
    LOG_UNAVAILABLE,
    /** The keys that a token is checked with cannot be fetched ({@code auth.jwt.jwks-url}). */
    KEYS_UNAVAILABLE,
    /** Too many tokens are waiting to be checked. */
    TOKEN_QUEUE,
    /** The service at {@code auth.webhook.url} cannot be asked. */
    WEBHOOK_UNAVAILABLE,
    /** All streams together ask for more topics than the gateway has memory for. */
    INTEREST_MEMORY,
    /** The gateway is stopping. */
    DRAIN;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word on the wire, in kebab-case. */
    public String word() {
        return word;
    }
}
