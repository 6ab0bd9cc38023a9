package io.ssegateway.catchup;

import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.WriteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream gets before it reads the ring again: a page of the log, or the newest update of each topic, after a gap
 * that is not written yet.
 */
final class PendingFrames implements Source {
    private final Deque<Pending> pending = new ArrayDeque<>(2);
    private Position end = Position.ORIGIN;
    /** Whether the cursor is before it, so that it can be read again. */
    private boolean fromLog;

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Whether a part of a page is left to be written. */
    boolean hasPage() {
        return fromLog && !pending.isEmpty();
    }

    /**
     * A page of the log to be written next.
     *
     * @param gap what is written before it, if anything
     * @param through the cursor when it is written
     */
    void read(@Nullable RingFrame gap, LogPage page, Position through) {
        begin(gap, through);
        pending.addAll(page.updates());
        fromLog = true;
    }

    /** The chosen ones of many updates, to be written next; like {@link #read}. */
    void show(@Nullable RingFrame gap, Collection<Pending> chosen, Position through) {
        begin(gap, through);
        pending.addAll(chosen);
        fromLog = false;
    }

    private void begin(@Nullable RingFrame gap, Position through) {
        pending.clear();
        if (gap != null) {
            pending.add(new Pending.Shared(gap));
        }
        end = through;
    }

    /** Takes back the updates that are not written yet. */
    Collection<Pending> drop() {
        List<Pending> dropped = new ArrayList<>(pending);
        dropped.removeIf(Pending::isGap);
        pending.clear();
        return dropped;
    }

    /** The cursor when everything is written. */
    Position end() {
        return end;
    }

    @Override
    public void layOut(WriteBuffer buffer, boolean chunked) {
        for (Pending next : pending) {
            RingFrame frame = next.encoded();
            if (!buffer.fits(frame.frame(), chunked)) {
                return;
            }
            buffer.add(frame, chunked);
        }
    }

    /** A stream that cannot continue drops what it can read again from its cursor, so that it holds no memory. */
    @Override
    public Position written(int frames, @Nullable RingFrame last, boolean isCut) {
        for (int i = 0; i < frames; i++) {
            pending.poll();
        }
        boolean letGo = isCut && fromLog;
        if (letGo) {
            pending.clear();
        }
        return last == null || (isEmpty() && !letGo) ? end : last.position();
    }
}
