package io.ssegateway.fanout;

import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Interest;
import org.jspecify.annotations.Nullable;

/** Reads the ring for one stream: of what is behind its cursor, that which it wants. Looks at so many frames at a time only. */
final class RingReader {
    private static final int FRAMES_AT_A_TIME = 256;

    /**
     * What a stream passes over.
     *
     * @param newest the newest update that it wants, which it still gets
     * @param missed how many before it; null if some are not in the ring any more
     */
    record Skipped(FrameRing.Slot newest, @Nullable Long missed) {}

    private final FrameRing ring;
    private final Interest interest;

    RingReader(FrameRing ring, Interest interest) {
        this.ring = ring;
        this.interest = interest;
    }

    /** Whether the ring has all that is behind the cursor. */
    boolean reaches(Position cursor) {
        return ring.after(cursor) >= 0;
    }

    /** Whether nothing is behind the cursor. */
    boolean isAtEnd(Position cursor) {
        long sequence = ring.after(cursor);
        return sequence >= 0 && sequence == ring.head();
    }

    /** Lays out as much as goes into one write; answers where the cursor stands when that is written. */
    Position layOut(WriteBuffer span, boolean chunked, Position cursor) {
        Position through = cursor;
        FrameRing.Slot slot = first(cursor);
        for (int looked = 0; slot != null && looked < FRAMES_AT_A_TIME; looked++) {
            if (wants(slot)) {
                if (!span.fits(slot.logged().frame(), chunked)) {
                    break;
                }
                span.add(slot.logged(), chunked);
            }
            through = slot.position();
            slot = ring.at(slot.sequence() + 1);
        }
        return through;
    }

    /** Feeds a conflation until it is full; answers up to where. */
    Position collect(Conflation conflation, Position cursor) {
        Position through = cursor;
        FrameRing.Slot slot = first(cursor);
        for (int looked = 0; slot != null && !conflation.isFull() && looked < FRAMES_AT_A_TIME; looked++) {
            if (wants(slot)) {
                conflation.add(slot.logged());
            }
            through = slot.position();
            slot = ring.at(slot.sequence() + 1);
        }
        return through;
    }

    /**
     * What a stream misses that goes on with the newest update; null if that is nothing. Where the ring has never been at the cursor, only
     * what surely lies behind it counts.
     */
    @Nullable
    Skipped skip(Position cursor) {
        long sequence = ring.after(cursor);
        boolean complete = sequence >= 0;
        FrameRing.Slot newest = null;
        long wanted = 0;
        for (long s = complete ? sequence : ring.tail(); s < ring.head(); s++) {
            FrameRing.Slot slot = ring.at(s);
            if (slot == null) {
                complete = false; // Overtaken.
            } else if (wants(slot) && (complete || slot.previous().covers(cursor))) {
                newest = slot;
                wanted++;
            }
        }
        if (newest == null || (complete && wanted == 1)) {
            return null;
        }
        return new Skipped(newest, complete ? wanted - 1 : null);
    }

    private boolean wants(FrameRing.Slot slot) {
        RingFrame logged = slot.logged();
        return interest.matches(logged.topics(), logged.isPrivate());
    }

    private FrameRing.@Nullable Slot first(Position cursor) {
        long sequence = ring.after(cursor);
        return sequence < 0 ? null : ring.at(sequence);
    }
}
