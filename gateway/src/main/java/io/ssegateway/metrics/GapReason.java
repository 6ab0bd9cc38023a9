package io.ssegateway.metrics;

import java.util.Locale;

/**
 * Why a stream got an {@code event: gap}: one of a fixed list, the same word in the metric and in the event's
 * {@code reason}.
 */
public enum GapReason {
    /** The log has dropped updates that came after the position the client resumed from. */
    EXPIRED,
    /** The log does not know the id with which the client resumed. */
    UNKNOWN_ID,
    /** The stream lagged too far, and its slow-consumer policy let it continue from a newer update. */
    SKIPPED;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word on the wire, in kebab-case. */
    public String word() {
        return word;
    }
}
