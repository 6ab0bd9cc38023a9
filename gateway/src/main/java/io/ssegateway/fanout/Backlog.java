package io.ssegateway.fanout;

import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames that a stream gets before it looks at the ring again: a page of the log, or the newest update of each topic; and
 * in front of them a gap that its client has not been told yet. At most one page.
 */
final class Backlog {
    private List<LoggedFrame> frames = List.of();
    private int next;
    private Position end = Position.ORIGIN;
    private @Nullable LoggedFrame gap;

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** What the client is told before anything else. */
    void tell(LoggedFrame newGap) {
        gap = newGap;
    }

    /**
     * The frames to be written next.
     *
     * @param through where the cursor stands when they are written
     */
    void set(List<LoggedFrame> newFrames, Position through) {
        frames = newFrames;
        if (gap != null) {
            frames = new ArrayList<>(newFrames.size() + 1);
            frames.add(gap);
            frames.addAll(newFrames);
            gap = null;
        }
        next = 0;
        end = through;
    }

    /** Takes back the updates that are not written yet. A gap that was not told yet is kept. */
    List<LoggedFrame> drop() {
        List<LoggedFrame> dropped = frames.subList(next, frames.size());
        if (!dropped.isEmpty() && dropped.get(0).isGap()) {
            gap = dropped.get(0);
            dropped = dropped.subList(1, dropped.size());
        }
        frames = List.of();
        next = 0;
        return dropped;
    }

    /** Where the cursor stands when all is written. */
    Position end() {
        return end;
    }

    /** Lays out as many frames as go into one write. */
    void layOut(Span span, boolean chunked) {
        for (int i = next; i < frames.size() && span.fits(frames.get(i).frame(), chunked); i++) {
            span.add(frames.get(i), chunked);
        }
    }

    /** So many frames are written; answers where the cursor stands now. */
    Position written(int count) {
        next += count;
        Position cursor = frames.get(next - 1).position();
        if (next == frames.size()) {
            frames = List.of();
            next = 0;
            cursor = end;
        }
        return cursor;
    }
}
