package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.PositionClock;
import java.time.InstantSource;

/**
 * Issues marks without storing each of them: the file has a ceiling that none of them exceeds, and the next process
 * continues after it. So its updates come after every mark, even if the clock was set back meanwhile. Safe for use by
 * any thread.
 */
final class Marks {
    /**
     * How far marks lag behind the clock: usually longer than a transaction takes. During a transaction there is no
     * mark newer than its updates, and that must not reveal when something is written.
     */
    private static final long AGE_MILLIS = 100;

    /** How far the ceiling is ahead of the clock at most: so far a process that was killed lets positions run ahead. */
    private static final long AHEAD_MILLIS = 30_000;

    private static final long LEAST_AHEAD_MILLIS = 5_000;

    private final PositionClock positions;
    private final InstantSource clock;
    private volatile Position ceiling;
    private volatile boolean wanted = true;

    /** @param ceiling the one in the file; {@link Position#ORIGIN} if there is none */
    Marks(PositionClock positions, Position ceiling, InstantSource clock) {
        this.positions = positions;
        this.ceiling = ceiling;
        this.clock = clock;
    }

    /** The mark of the present, as far as the ceiling allows. */
    Position mark() {
        return positions.mark(AGE_MILLIS, ceiling.epochMillis());
    }

    /** Takes note that marks are asked for; answers whether a higher ceiling should be written at once. */
    boolean want() {
        boolean first = !wanted;
        wanted = true;
        return first && isDue();
    }

    /** Whether a higher ceiling should be written. */
    boolean isDue() {
        return wanted && ceiling.epochMillis() - clock.millis() < LEAST_AHEAD_MILLIS;
    }

    /** The ceiling that should be written. */
    Position next() {
        Position next = new Position(clock.millis() + AHEAD_MILLIS, 0);
        return next.isAfter(ceiling) ? next : ceiling;
    }

    /** A ceiling is in the file. */
    void written(Position newCeiling) {
        ceiling = newCeiling;
        wanted = false;
    }
}
