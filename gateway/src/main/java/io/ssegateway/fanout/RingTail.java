package io.ssegateway.fanout;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingFrame;

/**
 * The tail of the log that feeds the ring: each update is encoded once, and every event loop that has streams is woken.
 */
final class RingTail implements LogTail {
    private final FrameRing ring;
    private final RetentionHorizon horizon;
    private final Runnable wake;
    private volatile boolean begun;

    /**
     * A tail that has not begun.
     *
     * @param horizon gets the same as the ring
     * @param wake is run after each change, on the log's thread
     */
    RingTail(FrameRing ring, RetentionHorizon horizon, Runnable wake) {
        this.ring = ring;
        this.horizon = horizon;
        this.wake = wake;
    }

    /** Whether the log's position is known. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void begin(Position newest) {
        ring.begin(newest);
        begun = true;
    }

    /**
     * Updates were lost before they arrived: a stream before them reads the log, and its client gets the gap from
     * there.
     */
    @Override
    public void lost(Position through) {
        ring.lost(through);
        horizon.lost(ring.head() - 1);
        wake.run();
    }

    @Override
    public void appended(Entry entry) {
        ring.append(RingFrame.of(entry), System.nanoTime());
        horizon.appended(entry, ring.head() - 1);
        wake.run();
    }

    @Override
    public void marked(Position mark) {
        ring.marked(mark);
    }
}
