package io.ssegateway.metrics;

import java.util.Locale;

/**
 * Why a stream missed updates that it was told about with {@code event: gap}: one of a fixed list, the same word in the
 * metric and in the event's {@code reason}.
 */
public enum GapReason {
    /** The log has dropped updates that came after the position the client resumed from. */
    EXPIRED,
    /** The id that the client resumed with is none that the log knows. */
    UNKNOWN_ID,
    /** The stream was too far behind, and its slow-consumer policy let it go on from a newer update. */
    SKIPPED;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word on the wire, in kebab-case. */
    public String word() {
        return word;
    }
}
