package io.ssegateway.fanout;

import io.ssegateway.limit.Spread;
import java.time.Duration;

/**
 * How long streams may be open: each a different time, from 80 to 100 % of the configured one, so that streams that
 * opened together, as after a restart, do not end together again and again.
 */
final class MaxAge {
    private static final double SHORTEST = 0.8;
    /** So much finer than other times it is watched, so that looking late takes little of the spread. */
    private static final int FINER = 16;

    private final long shortestNanos;
    private final long spreadNanos;

    /**
     * @param maxAge how long a stream may be open at most; zero: for ever
     * @param roundNanos how late {@link #isOver} may be asked; twice that of a stream that has moved in the list
     */
    MaxAge(Duration maxAge, long roundNanos) {
        long maxNanos = maxAge.toNanos();
        this.shortestNanos = maxAge.isZero() ? Long.MAX_VALUE : (long) (maxNanos * SHORTEST);
        this.spreadNanos = Math.max(0, maxNanos - shortestNanos - 2 * roundNanos);
    }

    /** A time of which a quarter may pass between two checks of a stream. */
    static long watchedNanos(Duration maxAge) {
        return maxAge.isZero() ? Long.MAX_VALUE : maxAge.toNanos() / FINER;
    }

    /** Whether the stream of this number has been open for its time. */
    boolean isOver(long number, long openedNanos, long nowNanos) {
        return shortestNanos != Long.MAX_VALUE
                && nowNanos - openedNanos >= shortestNanos + (long) (Spread.first(number) * spreadNanos);
    }
}
