package io.ssegateway.catchup;

import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.RingSlot;
import io.ssegateway.ring.TopicChains;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.topic.Interest;
import org.jspecify.annotations.Nullable;

/**
 * The ring, as one stream reads it: the frames after its cursor that it wants. The cursor is a number, which is
 * searched for once when the stream comes from elsewhere. Each call examines a limited number of frames.
 */
final class RingSource implements Source {
    private static final int FRAMES_AT_A_TIME = 256;
    /** Topics of a stream that are looked up by name. */
    private static final int FEW_TOPICS = 16;

    /**
     * What a stream passes over.
     *
     * @param newest the newest update that it wants, which it still gets
     * @param missed how many before it; null if some are not in the ring any more
     */
    record Skipped(RingSlot newest, @Nullable Long missed) {}

    private final FrameRing ring;
    private final TopicChains chains;
    private final Interest interest;

    /** The cursor, and the number of the first frame after it; negative if that is not in the ring. */
    private Position cursor;

    private long next;
    /** Where they are when all is written that is laid out. */
    private Position through;

    private long throughNext;
    private @Nullable RingSlot lastLaidOut;

    RingSource(FrameRing ring, TopicChains chains, Interest interest, Position cursor) {
        this.ring = ring;
        this.chains = chains;
        this.interest = interest;
        this.cursor = cursor;
        this.through = cursor;
        this.next = ring.after(cursor);
        this.throughNext = next;
    }

    /** The number of the first frame after a cursor; negative if the ring does not have everything after it. */
    long seek(Position position) {
        if (next < 0 || !position.equals(cursor) || isOvertaken()) {
            cursor = position;
            next = ring.after(position);
        }
        return next;
    }

    private boolean isOvertaken() {
        return next < ring.head() && ring.at(next) == null;
    }

    /** Whether there is nothing after a cursor. */
    boolean isAtEnd(Position position) {
        return seek(position) == ring.head();
    }

    @Override
    public void layOut(WriteBuffer buffer, boolean chunked) {
        begin();
        if (!layOutByTopic(buffer, chunked)) {
            scan(buffer, chunked);
        }
    }

    private void scan(WriteBuffer buffer, boolean chunked) {
        RingSlot slot = ring.at(next);
        int most = interest.affordable(FRAMES_AT_A_TIME);
        for (int looked = 0; slot != null && looked < most; looked++) {
            if (!layOut(slot, buffer, chunked)) {
                return;
            }
            slot = pass(slot);
        }
    }

    /** Answers whether there was room for the frame, if it is wanted. */
    private boolean layOut(RingSlot slot, WriteBuffer buffer, boolean chunked) {
        if (wants(slot)) {
            if (!buffer.fits(slot.logged().frame(), chunked)) {
                return false;
            }
            buffer.add(slot.logged(), chunked);
            lastLaidOut = slot;
        }
        return true;
    }

    /**
     * Of a stream of few topics, without a look at other topics' frames. Answers false, and does nothing, if those
     * would be few, or the frames are not known by topic.
     */
    private boolean layOutByTopic(WriteBuffer buffer, boolean chunked) {
        boolean isWorthIt = interest.patterns().isEmpty()
                && interest.topics().size() <= FEW_TOPICS
                && ring.head() - next > FRAMES_AT_A_TIME;
        TopicChains.Found found = isWorthIt ? chains.find(interest.topics(), next, FRAMES_AT_A_TIME) : null;
        Position end = found == null ? null : ring.before(found.end());
        if (found == null || end == null) {
            return false;
        }
        for (long number : found.numbers()) {
            RingSlot slot = ring.at(number);
            if (slot == null) {
                return true; // Overtaken: it stays where it is, and finds that out.
            }
            if (!layOut(slot, buffer, chunked)) {
                through = slot.previous();
                throughNext = number;
                return true;
            }
            pass(slot);
        }
        through = end;
        throughNext = found.end();
        return true;
    }

    /** Feeds a conflation, until it is full, with what is behind the cursor; answers up to where. */
    Position collect(Conflation conflation) {
        begin();
        RingSlot slot = ring.at(next);
        int most = interest.affordable(FRAMES_AT_A_TIME);
        for (int looked = 0; slot != null && !conflation.isFull() && looked < most; looked++) {
            if (wants(slot)) {
                conflation.add(new Pending.Shared(slot.logged()));
            }
            slot = pass(slot);
        }
        return moveThrough();
    }

    private void begin() {
        through = cursor;
        throughNext = next;
        lastLaidOut = null;
    }

    private @Nullable RingSlot pass(RingSlot slot) {
        through = slot.position();
        throughNext = slot.sequence() + 1;
        return ring.at(throughNext);
    }

    private Position moveThrough() {
        cursor = through;
        next = throughNext;
        return cursor;
    }

    @Override
    public Position written(int frames, @Nullable RingFrame last, boolean isCut) {
        return isCut && last != null ? last.position() : moveThrough();
    }

    /** The number of a frame that was written; {@link FrameRing#UNKNOWN_FRAME} if it is not in the ring. */
    long numberOf(RingFrame written) {
        RingSlot slot = lastLaidOut;
        return slot != null && slot.logged().equals(written) ? slot.sequence() : ring.frameOf(written.position());
    }

    /**
     * What a stream misses if it continues with the newest update; null if that is nothing. If the ring never had the
     * cursor's position, only frames that are certainly after it are counted.
     */
    @Nullable
    Skipped skip(Position from) {
        long sequence = seek(from);
        boolean complete = sequence >= 0;
        RingSlot newest = null;
        long wanted = 0;
        for (long s = complete ? sequence : ring.tail(); s < ring.head(); s++) {
            RingSlot slot = ring.at(s);
            if (slot == null) {
                complete = false; // Overtaken.
            } else if (wants(slot) && (complete || slot.previous().covers(from))) {
                newest = slot;
                wanted++;
            }
        }
        if (newest == null || (complete && wanted == 1)) {
            return null;
        }
        return new Skipped(newest, complete ? wanted - 1 : null);
    }

    private boolean wants(RingSlot slot) {
        RingFrame logged = slot.logged();
        return interest.matches(logged.topics(), logged.isPrivate());
    }
}
