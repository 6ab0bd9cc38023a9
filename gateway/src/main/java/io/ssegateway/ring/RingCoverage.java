package io.ssegateway.ring;

import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.topic.Interest;

/**
 * Decides whether a stream can resume from memory alone: the ring has everything after its position, and the log has
 * dropped nothing of it. The client then gets the same as if the log had been read. Safe for use by any thread.
 */
public final class RingCoverage {
    private final FrameRing ring;
    private final RetentionHorizon horizon;

    /** @param horizon knows what the log may have dropped; it covers at least what the ring has */
    public RingCoverage(FrameRing ring, RetentionHorizon horizon) {
        this.ring = ring;
        this.horizon = horizon;
    }

    /** Whether the ring has everything after a position that is of interest. */
    public boolean covers(Position position, Interest interest) {
        long next = ring.after(position);
        return next >= 0 && !horizon.now().concerns(next - 1, interest);
    }
}
