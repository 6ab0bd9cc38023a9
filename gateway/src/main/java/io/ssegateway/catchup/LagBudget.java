package io.ssegateway.catchup;

import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingSlot;

/**
 * Watches how far one stream lags. A stream that replays an hour lags far and is still not a slow reader; so the budget
 * limits not the distance, but its growth. A stream is over its budget if it has fallen back by more than so many bytes
 * from its point nearest to the newest update, or has not come nearer for so long.
 */
final class LagBudget {
    private static final long UNKNOWN = -1;

    private final FrameRing ring;
    private final long maxBytes;
    private final long maxNanos;
    private long least = Long.MAX_VALUE;
    private long leastSinceNanos;
    /** Bytes that the ring had taken up to the cursor, when that was last known. */
    private long cursorBytes = UNKNOWN;

    LagBudget(FrameRing ring, SlowConsumers limits, long nowNanos) {
        this.ring = ring;
        this.maxBytes = limits.maxLagBytes();
        this.maxNanos = limits.maxLagAge().toNanos();
        this.leastSinceNanos = nowNanos;
    }

    /**
     * The cursor is here now.
     *
     * @param sequence the number of the first frame after it; negative if that is not in the ring
     */
    void at(long sequence, long nowNanos) {
        if (sequence < 0) {
            leastSinceNanos = nowNanos; // It reads the log, and the distance is unknown.
            return;
        }
        RingSlot next = ring.at(sequence);
        cursorBytes = next == null ? ring.headBytes() : next.startBytes();
        long bytes = bytes();
        if (bytes < least) {
            least = bytes;
            leastSinceNanos = nowNanos;
        }
    }

    /** Bytes of all updates after the cursor; negative if the ring never had it. */
    long bytes() {
        return cursorBytes == UNKNOWN ? UNKNOWN : Math.max(0, ring.headBytes() - cursorBytes);
    }

    /** Whether the stream is over its budget. */
    boolean isOver(long nowNanos) {
        return bytes() - least > maxBytes || nowNanos - leastSinceNanos > maxNanos;
    }

    /** It has come nearer by an unknown distance, or it begins again. */
    void progress(long nowNanos) {
        leastSinceNanos = nowNanos;
    }

    /** The present lag is forgiven. */
    void reset(long nowNanos) {
        least = cursorBytes == UNKNOWN ? Long.MAX_VALUE : bytes();
        leastSinceNanos = nowNanos;
    }
}
