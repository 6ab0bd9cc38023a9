package io.ssegateway.metrics;

import java.util.Locale;

/** Why an open stream ended: one of a fixed list, the same word in the metric, the log line and the inspector. */
public enum CloseReason {
    /** The client, or a proxy on its way, closed the connection. */
    CLIENT,
    /** The stream came to its own end. */
    ENDED,
    /**
     * The client did not keep up: it exceeded {@code slow-consumer.max-lag-bytes} or {@code slow-consumer.max-lag-age},
     * or, on a {@code StreamSource}'s stream, more than {@code stream.max-pending-bytes} still waited for it when its
     * next event came.
     */
    SLOW_CONSUMER,
    /** The stream was open for {@code stream.max-age}. */
    MAX_AGE,
    /** The token that it was opened with has expired. */
    TOKEN_EXPIRED,
    /** The gateway is stopping. */
    DRAIN,
    /** An operator closed it through the management listener. */
    OPERATOR,
    /** An operator has revoked its token or one of its topics. */
    REVOKED,
    /** The webhook, which was unavailable when the stream opened, denies it or does not answer. */
    WEBHOOK_DENIED,
    /**
     * The webhook, which was unavailable when the stream opened, gives it other rights: its client reconnects and gets
     * them.
     */
    WEBHOOK_REAUTHORIZE,
    /** Reading from or writing to the socket failed, or the stream's own code threw. */
    ERROR;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word on the wire, in kebab-case. */
    public String word() {
        return word;
    }
}
