package io.ssegateway.catchup;

import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingSlot;

/**
 * Watches how far one stream is behind. A stream that replays an hour is far behind and yet no slow reader; so what
 * counts is not the distance, but that it grows: a stream is over its budget if it has fallen back by more than so many
 * bytes from where it was nearest to the newest update, or has not come nearer for so long.
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
     * The cursor stands here now.
     *
     * @param sequence the number of the first frame behind it; negative if that is not in the ring
     */
    void at(long sequence, long nowNanos) {
        if (sequence < 0) {
            leastSinceNanos = nowNanos; // It reads the log, and nobody knows how far it still is.
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

    /** Bytes of all updates behind the cursor; negative if the ring has never had it. */
    long bytes() {
        return cursorBytes == UNKNOWN ? UNKNOWN : Math.max(0, ring.headBytes() - cursorBytes);
    }

    /** Whether the stream is over its budget. */
    boolean isOver(long nowNanos) {
        return bytes() - least > maxBytes || nowNanos - leastSinceNanos > maxNanos;
    }

    /** It has come nearer, though nobody knows by how much; or it begins anew. */
    void progress(long nowNanos) {
        leastSinceNanos = nowNanos;
    }

    /** What it is behind with now is forgiven. */
    void reset(long nowNanos) {
        least = cursorBytes == UNKNOWN ? Long.MAX_VALUE : bytes();
        leastSinceNanos = nowNanos;
    }
}
