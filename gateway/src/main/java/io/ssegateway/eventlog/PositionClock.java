package io.ssegateway.eventlog;

import java.util.function.LongSupplier;

/**
 * Gives each update the next position. Positions always grow, also when the wall clock is set back: then the last
 * millisecond goes on counting until the clock has caught up. Not thread-safe: whoever decides the order calls it.
 */
public final class PositionClock {
    private final LongSupplier epochMillis;
    private Position last;

    /** A clock that reads {@code epochMillis}, milliseconds since 1970. */
    public PositionClock(LongSupplier epochMillis) {
        this(epochMillis, Position.ORIGIN);
    }

    /** A clock that goes on behind {@code last}: the newest position that a log which lasts has given out before. */
    public PositionClock(LongSupplier epochMillis, Position last) {
        this.epochMillis = epochMillis;
        this.last = last;
    }

    /** The next position, greater than every one before it. */
    public Position next() {
        long now = epochMillis.getAsLong();
        last = now > last.epochMillis() ? new Position(now, 0) : new Position(last.epochMillis(), last.sequence() + 1);
        return last;
    }
}
