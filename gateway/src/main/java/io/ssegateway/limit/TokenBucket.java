package io.ssegateway.limit;

import io.netty.util.concurrent.Ticker;

/**
 * A rate with a burst of one second's worth. In any t seconds it gives at most {@code rate + t * rate} tokens, and a
 * steady caller gets exactly the rate: the level is kept in billionths of a token, so no rounding adds up.
 *
 * <p>Any thread. It locks for some nanoseconds; level and time must change together, and one reader of the clock at a
 * time keeps them in order.
 */
final class TokenBucket {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int perSecond;
    private final Ticker ticker;

    /** In billionths of a token; at most one second's worth, which for the highest rate is a quarter of a long. */
    private long level;

    private long updated;

    /**
     * Starts full.
     *
     * @param perSecond tokens per second, 1 or more
     * @param ticker if it goes back, no token comes until it has caught up
     */
    TokenBucket(int perSecond, Ticker ticker) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("tokens per second must be 1 or more, not " + perSecond);
        }
        this.perSecond = perSecond;
        this.ticker = ticker;
        this.level = perSecond * NANOS_PER_SECOND;
        this.updated = ticker.nanoTime();
    }

    /** Takes a token, if there is one. */
    synchronized boolean tryTake() {
        refill();
        if (level < NANOS_PER_SECOND) {
            return false;
        }
        level -= NANOS_PER_SECOND;
        return true;
    }

    private void refill() {
        long now = ticker.nanoTime();
        long elapsed = now - updated;
        if (elapsed <= 0) {
            return;
        }
        updated = now;
        // One second fills the bucket: counting no more of an idle time than that keeps the product in range.
        long gained = Math.min(elapsed, NANOS_PER_SECOND) * perSecond;
        level = Math.min(level + gained, perSecond * NANOS_PER_SECOND);
    }
}
