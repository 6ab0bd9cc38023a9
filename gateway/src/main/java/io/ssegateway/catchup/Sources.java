package io.ssegateway.catchup;

import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.RingSlot;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.topic.Interest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cursor of one stream, and the sources that follow it: pages of the log as long as the ring does not reach back so
 * far, then the ring, or of both only the newest update of each topic; and before them a gap that is not written yet.
 */
final class Sources {
    private final RingSource ring;
    private final PendingFrames pending = new PendingFrames();
    private final GapTracker gaps;
    /** Collects the updates of the log and the ring before they are written, one full window after the other. */
    private @Nullable Conflation conflation;
    /** Everything up to here was written, or is not wanted. */
    private volatile Position position;

    /**
     * @param position everything up to here was written, or is not for the stream
     * @param given the position that its client has, as far as is known
     * @param start where it began
     */
    Sources(CatchUps shared, Interest interest, Position position, Position given, ResumePoint start) {
        this.ring = new RingSource(shared.ring(), shared.chains(), interest, position);
        boolean asksLog = switch (start.kind()) {
            case LIVE -> false;
            case AFTER -> !shared.coverage().covers(position, interest);
            case EARLIEST, UNKNOWN_ID -> true;
        };
        this.gaps = new GapTracker(start, given, asksLog, shared.loop().metrics());
        this.position = position;
    }

    /** The cursor; may be read by any thread. */
    Position position() {
        return position;
    }

    /** Nothing up to here is for the stream. */
    void passOver(Position through) {
        if (through.isAfter(position)) {
            position = through;
        }
    }

    /** The number of the first frame after the cursor; negative if the ring does not have everything after it. */
    long next() {
        return ring.seek(position);
    }

    /** Whether there is nothing after the cursor. */
    boolean isAtEnd() {
        return !isChosen() && ring.isAtEnd(position);
    }

    /** Whether the next frames are chosen already, so that later updates do not change them. */
    boolean isChosen() {
        return !pending.isEmpty() || conflation != null;
    }

    /** Whether a page of the log must be read before anything can be written. */
    boolean needsPage() {
        boolean isFull = conflation != null && conflation.isFull();
        return pending.isEmpty() && !isFull && (gaps.needsLog() || next() < 0);
    }

    /** Whether a part of a page is left to be written. */
    boolean hasPage() {
        return pending.hasPage();
    }

    /** Takes the page behind the cursor. */
    void take(LogPage page) {
        gaps.read(page, position);
        Position through = page.through().isAfter(position) ? page.through() : position;
        if (conflation != null) {
            position = conflation.take(page, position, through);
            return;
        }
        pending.read(gaps.unwrittenGap(), page, through);
        if (pending.isEmpty()) {
            position = through;
        }
    }

    /** The source to write next; null if the next frames had to be chosen first. */
    @Nullable
    Source source() {
        if (!pending.isEmpty()) {
            return pending;
        }
        if (conflation == null) {
            return ring;
        }
        choose(conflation);
        return null;
    }

    private void choose(Conflation window) {
        boolean inRing = next() >= 0;
        if (inRing) {
            position = ring.collect(window);
        }
        boolean atEnd = inRing && ring.isAtEnd(position);
        if (atEnd || window.isFull()) {
            pending.show(gaps.unwrittenGap(), window.updates(), position);
            conflation = atEnd ? null : new Conflation();
        }
    }

    /**
     * From here to the newest update, only the newest of each topic is written. This includes the frames that were to
     * be written next.
     */
    void conflate() {
        Conflation window = conflation == null ? new Conflation() : conflation;
        conflation = window;
        if (!pending.isEmpty()) {
            pending.drop().forEach(window::add);
            position = pending.end();
        }
    }

    /** Only the newest update is written next, after a gap that says how many are skipped. */
    void skipToNewest() {
        RingSource.Skipped skipped = gaps.owesUpdate() ? null : ring.skip(position);
        if (skipped != null) {
            gaps.skipped(skipped);
            RingSlot newest = skipped.newest();
            pending.show(gaps.unwrittenGap(), List.of(new Pending.Shared(newest.logged())), newest.position());
        }
    }

    /**
     * Advances past the first frames that a source has laid out.
     *
     * @param frames how many were written; 0 if nothing was laid out
     * @param isCut whether the last one was written only in part
     * @return the number of the last one in the ring; {@link FrameRing#UNKNOWN_FRAME} if it is not there
     */
    long written(Source source, WriteBuffer buffer, int frames, boolean isCut) {
        RingFrame last = frames == 0 ? null : buffer.frame(frames - 1);
        long number = FrameRing.UNKNOWN_FRAME;
        if (last != null) {
            gaps.written(last);
            number = ring.numberOf(last);
        }
        position = source.written(frames, last, isCut);
        return number;
    }
}
