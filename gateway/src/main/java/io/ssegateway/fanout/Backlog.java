package io.ssegateway.fanout;

import io.ssegateway.eventlog.Entry;
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
 *
 * <p>The updates of a page are those of the log, and each is encoded when its turn has come: a replay has no more frames of its
 * own than one write carries.
 */
final class Backlog {
    private final Deque<LoggedFrame> frames = new ArrayDeque<>(2);
    private final Deque<Entry> page = new ArrayDeque<>(2);
    private Position end = Position.ORIGIN;
    /** Whether the cursor stands before it, so that it can be read again. */
    private boolean fromLog;

    boolean isEmpty() {
        return frames.isEmpty() && page.isEmpty();
    }

    /**
     * Updates of the log to be written next.
     *
     * @param gap     what is written before them, if anything
     * @param through where the cursor stands when they are written
     */
    void read(@Nullable LoggedFrame gap, List<Entry> entries, Position through) {
        begin(gap, through);
        page.addAll(entries);
        fromLog = true;
    }

    /** Frames to be written next; as {@link #read}. */
    void show(@Nullable LoggedFrame gap, Collection<LoggedFrame> newFrames, Position through) {
        begin(gap, through);
        frames.addAll(newFrames);
        fromLog = false;
    }

    private void begin(@Nullable LoggedFrame gap, Position through) {
        frames.clear();
        page.clear();
        if (gap != null) {
            frames.add(gap);
        }
        end = through;
    }

    /** Takes back the updates that are not written yet. */
    Collection<LoggedFrame> drop() {
        List<LoggedFrame> dropped = new ArrayList<>(frames);
        dropped.removeIf(LoggedFrame::isGap);
        page.forEach(entry -> dropped.add(LoggedFrame.of(entry)));
        frames.clear();
        page.clear();
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
            page.clear();
            frames.clear();
        }
        return fromLog;
    }

    /** Where the cursor stands when all is written. */
    Position end() {
        return end;
    }

    /** Lays out as much as goes into one write. */
    void layOut(Span span, boolean chunked) {
        for (LoggedFrame frame : frames) {
            if (!span.fits(frame.frame(), chunked)) {
                return;
            }
            span.add(frame, chunked);
        }
        while (!page.isEmpty()) {
            LoggedFrame frame = LoggedFrame.of(page.poll());
            frames.add(frame);
            if (!span.fits(frame.frame(), chunked)) {
                return;
            }
            span.add(frame, chunked);
        }
    }

    /** So many frames are written, the last of them is {@code last}; answers where the cursor stands now. */
    Position written(int count, LoggedFrame last) {
        for (int i = 0; i < count; i++) {
            frames.poll();
        }
        return isEmpty() ? end : last.position();
    }
}
