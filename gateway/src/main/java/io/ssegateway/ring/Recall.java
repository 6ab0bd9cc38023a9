package io.ssegateway.ring;

import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.topic.Interest;

/**
 * Whether a stream can resume from memory alone, so that the log need not be asked: the ring has all that is behind its
 * position, and the log has dropped nothing of it. So its client is told the same as if the log had been asked. Safe
 * for use by any thread.
 */
public final class Recall {
    private final FrameRing ring;
    private final RetentionHorizon horizon;

    /** @param horizon says what the log may have dropped; it has seen what the ring has */
    public Recall(FrameRing ring, RetentionHorizon horizon) {
        this.ring = ring;
        this.horizon = horizon;
    }

    /** Whether the ring answers for all that is behind a position and of interest. */
    public boolean answersFor(Position position, Interest interest) {
        long next = ring.after(position);
        return next >= 0 && !horizon.now().concerns(next - 1, interest);
    }
}
