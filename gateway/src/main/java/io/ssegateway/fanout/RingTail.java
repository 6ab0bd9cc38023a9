package io.ssegateway.fanout;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.TopicChains;
import io.ssegateway.topic.Topic;
import java.util.List;
import java.util.function.Consumer;

/**
 * The tail of the log that feeds the ring: each update is encoded once, and the event loops are woken that have streams
 * for it.
 */
final class RingTail implements LogTail {
    private final FrameRing ring;
    private final TopicChains chains;
    private final RetentionHorizon horizon;
    private final Consumer<List<Topic>> wake;
    private boolean isFilled;
    private volatile boolean begun;

    /**
     * A tail that has not begun.
     *
     * @param chains is told what the ring is told
     * @param horizon likewise
     * @param wake is given the topics of each update, none for a change that concerns all, on the log's thread
     */
    RingTail(FrameRing ring, TopicChains chains, RetentionHorizon horizon, Consumer<List<Topic>> wake) {
        this.ring = ring;
        this.chains = chains;
        this.horizon = horizon;
        this.wake = wake;
    }

    /** Whether the log's position is known. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public boolean wantsRecent() {
        return true;
    }

    /** So that who comes back after a start finds it here. Nobody reads the ring before it has begun. */
    @Override
    public void recent(Position before, List<Entry> entries, Position mark) {
        ring.begin(before);
        isFilled = true;
        for (Entry entry : entries) {
            append(entry, Math.max(0, mark.epochMillis() - entry.position().epochMillis()));
        }
    }

    private void append(Entry entry, long ageMillis) {
        ring.append(RingFrame.of(entry), System.nanoTime());
        long number = ring.head() - 1;
        chains.appended(number, entry.update().topics());
        horizon.appended(entry, number, ageMillis);
    }

    @Override
    public void begin(Position newest) {
        if (!isFilled) {
            ring.begin(newest);
        }
        begun = true;
    }

    /**
     * Updates were lost before they arrived: a stream before them reads the log, and its client gets the gap from
     * there.
     */
    @Override
    public void lost(Position through) {
        ring.lost(through);
        chains.lost(ring.head());
        horizon.lost(ring.head() - 1);
        wake.accept(List.of());
    }

    @Override
    public void appended(Entry entry) {
        append(entry, 0);
        wake.accept(entry.update().topics());
    }

    @Override
    public void marked(Position mark) {
        ring.marked(mark);
    }
}
