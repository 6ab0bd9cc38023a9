package io.ssegateway.eventlog;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives each update the next position, and issues marks. Positions always grow, even if the wall clock is set back:
 * then they continue in the last millisecond until the clock has caught up.
 *
 * <p>A mark is the sequence 0 of a millisecond, which no update gets. So a mark depends on the clock alone: it does not
 * reveal whether or when an update was appended. Everything of earlier milliseconds comes before it, and everything
 * that is appended later comes after it. Safe for use by any thread.
 */
public final class PositionClock {
    private final InstantSource clock;
    /** The greatest position that was issued, to an update or as a mark. */
    private Position last;

    private Position mark;
    /** The oldest position that was given out and is not settled. */
    private @Nullable Position unsettled;

    /** A clock that reads {@code epochMillis}, milliseconds since 1970. */
    public PositionClock(InstantSource clock) {
        this(clock, Position.ORIGIN);
    }

    /**
     * A clock that continues after {@code last}, the newest position that a persistent log has assigned before. The
     * first mark comes after that, too.
     */
    public PositionClock(InstantSource clock, Position last) {
        this.clock = clock;
        long now = clock.millis();
        boolean isMark = last.sequence() == 0 && last.epochMillis() > 0;
        this.mark = now > last.epochMillis() ? new Position(now, 0) : isMark ? last : successor(last);
        this.last = mark;
    }

    private static Position successor(Position position) {
        return new Position(position.epochMillis(), position.sequence() + 1);
    }

    /** The next position, greater than every one before it. */
    public synchronized Position next() {
        long now = clock.millis();
        last = now > last.epochMillis() ? new Position(now, 1) : successor(last);
        if (unsettled == null) {
            unsettled = last;
        }
        return last;
    }

    /** Every position that was given out is known to the log's tail now. */
    public synchronized void settled() {
        unsettled = null;
    }

    /** Continues after a position that is in the log already. */
    public synchronized void passed(Position position) {
        last = last.join(position);
    }

    /** Whether the clock has reached a position of this log, which has one partition. */
    public boolean hasReached(Position position) {
        return position.next() == null && position.epochMillis() <= clock.millis();
    }

    /**
     * The mark of the present, or of the oldest update that is not {@linkplain #settled} if that is older. Never goes
     * back.
     *
     * @param ageMillis so much older than the present it is
     * @param latestMillis it is not newer than that, in milliseconds since 1970
     */
    public synchronized Position mark(long ageMillis, long latestMillis) {
        long millis = Math.min(clock.millis() - ageMillis, latestMillis);
        if (unsettled != null) {
            millis = Math.min(millis, unsettled.epochMillis());
        }
        if (millis > mark.epochMillis()) {
            mark = new Position(millis, 0);
            passed(mark);
        }
        return mark;
    }

    /** The mark of the present. */
    public Position mark() {
        return mark(0, Long.MAX_VALUE);
    }
}
