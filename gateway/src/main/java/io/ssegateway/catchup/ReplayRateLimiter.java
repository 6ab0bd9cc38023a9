package io.ssegateway.catchup;

import java.util.concurrent.TimeUnit;

/**
 * Spreads the bytes of one event loop's replays over time. What many clients have missed is far more than what is new,
 * and replaying it all at once would leave loop, network and clients no capacity for live streams. Belongs to its event
 * loop.
 */
final class ReplayRateLimiter {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    /** What a loop at rest saves up: a thirtieth of a second's worth, so that a short replay is not held up at all. */
    private static final int BURST_PART = 30;

    private final long bytesPerSecond;
    /** May be spent; negative if too much was. */
    private long balance;

    private long balancedNanos;

    /** A pace of so many bytes; zero: as fast as it goes. */
    ReplayRateLimiter(long bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.balance = bytesPerSecond / BURST_PART;
        this.balancedNanos = nowNanos;
    }

    /** How long nothing may be written, in nanoseconds; zero or less: continue. */
    long waitNanos(long nowNanos) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        long elapsed = nowNanos - balancedNanos;
        // The whole seconds by themselves: else the product would leave the range of a long.
        long gained = elapsed / NANOS_PER_SECOND * bytesPerSecond
                + elapsed % NANOS_PER_SECOND * bytesPerSecond / NANOS_PER_SECOND;
        if (gained > 0) {
            balance = Math.min(balance + gained, bytesPerSecond / BURST_PART);
            balancedNanos = nowNanos;
        }
        return balance >= 0 ? 0 : -balance * NANOS_PER_SECOND / bytesPerSecond + 1;
    }

    void spend(long bytes) {
        if (bytesPerSecond > 0) {
            balance -= bytes;
        }
    }
}
