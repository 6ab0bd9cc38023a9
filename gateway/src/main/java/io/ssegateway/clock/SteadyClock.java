package io.ssegateway.clock;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Whether the wall clock can be trusted to delete by: for an hour it has run as fast as the monotonic clock. What is
 * only ignored because its time has come counts again when a clock that was set ahead is corrected; what was deleted is
 * gone. Safe for use by any thread.
 */
public final class SteadyClock {
    private static final long TRUST_NANOS = Duration.ofHours(1).toNanos();
    /** As much as clocks are set by while they run, and time servers correct them. */
    private static final long TOLERANCE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final InstantSource wall;
    private final Ticker ticker;
    private long wallMillis;
    private long nanos;
    private long steadySinceNanos;

    /** Not trusted in its first hour. */
    public SteadyClock(InstantSource wall, Ticker ticker) {
        this.wall = wall;
        this.ticker = ticker;
        this.wallMillis = wall.millis();
        this.nanos = ticker.nanoTime();
        this.steadySinceNanos = nanos;
    }

    /** Whether what is too old now may be deleted. */
    public synchronized boolean isSteady() {
        long nowMillis = wall.millis();
        long nowNanos = ticker.nanoTime();
        long elapsedMillis = Duration.ofNanos(nowNanos - nanos).toMillis();
        if (Math.abs(nowMillis - wallMillis - elapsedMillis) > TOLERANCE_MILLIS) {
            steadySinceNanos = nowNanos;
        }
        wallMillis = nowMillis;
        nanos = nowNanos;
        return nowNanos - steadySinceNanos >= TRUST_NANOS;
    }
}
