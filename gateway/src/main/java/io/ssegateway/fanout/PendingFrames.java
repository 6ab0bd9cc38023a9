package io.ssegateway.fanout;

import io.ssegateway.eventlog.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream gets before it looks at the ring again: a page of the log, or the newest update of each topic; and in front
 * of them a gap that its client has not been told yet.
 */
final class PendingFrames {
    private final Deque<Pending> pending = new ArrayDeque<>(2);
    private Position end = Position.ORIGIN;
    /** Whether the cursor stands before it, so that it can be read again. */
    private boolean fromLog;

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /**
     * A page of the log to be written next.
     *
     * @param gap     what is written before it, if anything
     * @param through where the cursor stands when it is written
     */
    void read(@Nullable RingFrame gap, List<? extends Pending> page, Position through) {
        begin(gap, page, through);
        fromLog = true;
    }

    /** What was chosen of many updates, to be written next; as {@link #read}. */
    void show(@Nullable RingFrame gap, Collection<? extends Pending> chosen, Position through) {
        begin(gap, chosen, through);
        fromLog = false;
    }

    private void begin(@Nullable RingFrame gap, Collection<? extends Pending> next, Position through) {
        pending.clear();
        if (gap != null) {
            pending.add(gap);
        }
        pending.addAll(next);
        end = through;
    }

    /** Takes back the updates that are not written yet. */
    Collection<Pending> drop() {
        List<Pending> dropped = new ArrayList<>(pending);
        dropped.removeIf(Pending::isGap);
        pending.clear();
        return dropped;
    }

    /**
     * The stream cannot go on for now: what it would read again from where its cursor stands is let go of, so that it holds
     * nothing while it waits.
     *
     * @return whether the cursor must stand where the last write ended
     */
    boolean letGo() {
        if (fromLog) {
            pending.clear();
        }
        return fromLog;
    }

    /** Where the cursor stands when all is written. */
    Position end() {
        return end;
    }

    /** Lays out as much as goes into one write. */
    void layOut(WriteBuffer span, boolean chunked) {
        for (Pending next : pending) {
            RingFrame frame = next.encoded();
            if (!span.fits(frame.frame(), chunked)) {
                return;
            }
            span.add(frame, chunked);
        }
    }

    /** So many are written, the last of them is {@code last}; answers where the cursor stands now. */
    Position written(int count, RingFrame last) {
        for (int i = 0; i < count; i++) {
            pending.poll();
        }
        return isEmpty() ? end : last.position();
    }
}
