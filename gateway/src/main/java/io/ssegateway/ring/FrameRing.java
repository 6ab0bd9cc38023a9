package io.ssegateway.ring;

import io.ssegateway.eventlog.Position;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest frames in log order, shared by all event loops: one thread at a time appends, any thread reads, and none
 * waits. A frame has a sequence number, counted from 0 since the gateway started; numbers from {@link #tail} to
 * {@link #head} (exclusively) are in the ring. The oldest frame is removed when a new one needs its place or its bytes.
 *
 * <p>A reader that is overtaken finds null in place of its frame and continues from the event log. A slot is one
 * immutable object, so a reader gets it whole or not at all.
 */
public final class FrameRing {
    /** Before every frame: the client's last id is older than the ring. */
    public static final long UNKNOWN_FRAME = Long.MIN_VALUE;

    private final AtomicReferenceArray<@Nullable RingSlot> slots;
    private final int mask;
    private final long maxBytes;
    /** The log's position when this ring began. */
    private volatile Position start = Position.ORIGIN;
    /** The log's mark of then. */
    private volatile Position startMark = Position.ORIGIN;
    /** The newest mark of the log: all later updates come after it. */
    private volatile Position mark = Position.ORIGIN;

    /**
     * The position of a stream that gets only public updates, and has all of them; {@link Position#ORIGIN} if none was
     * appended.
     */
    private volatile Position newestPublic = Position.ORIGIN;

    private volatile long tail;
    /** The newest slot: all about the ring's head is read from it, so that position, number and bytes agree. */
    private volatile @Nullable RingSlot newest;

    /**
     * An empty ring.
     *
     * @param size frames that it holds at most; rounded up to a power of two
     * @param maxBytes bytes of frames that it holds at most, but for a single frame that is larger
     */
    public FrameRing(int size, long maxBytes) {
        int capacity = Integer.highestOneBit(Math.max(2, size) * 2 - 1);
        this.slots = new AtomicReferenceArray<>(capacity);
        this.mask = capacity - 1;
        this.maxBytes = maxBytes;
    }

    /** The ring gets every frame after this position of the log. Called before the first one, and before any read. */
    public void begin(Position newest) {
        start = newest;
        if (mark.equals(Position.ORIGIN)) {
            mark = newest;
        }
        startMark = mark;
    }

    /** The log has issued a mark. As {@link #append}, one thread at a time. */
    public void marked(Position newer) {
        mark = mark.join(newer);
    }

    /** The newest public update, whether or not there is a newer mark; {@link Position#ORIGIN} if there was none. */
    public Position newestPublic() {
        return newestPublic;
    }

    /** The mark of when the ring began. */
    public Position startMark() {
        return startMark;
    }

    /** The newest mark. */
    public Position mark() {
        return mark;
    }

    /** Appends a frame. One thread at a time, in log order. */
    public void append(RingFrame logged, long takenNanos) {
        RingSlot last = newest;
        long sequence = last == null ? 0 : last.sequence() + 1;
        Position previous = last == null ? start : last.position();
        long startBytes = last == null ? 0 : last.endBytes();
        long endBytes = startBytes + logged.frame().length(true);
        makeRoom(sequence, endBytes);
        Position open = openOf(last);
        if (!logged.isPrivate()) {
            open = open.moved(previous, logged.position());
            newestPublic = open;
        }
        RingSlot slot = new RingSlot(sequence, previous, open, logged, endBytes, takenNanos);
        slots.setRelease(index(sequence), slot);
        newest = slot;
    }

    /**
     * Frames up to a position will never arrive. They are treated as one frame that has left the ring, and all frames
     * before it leave it too: a reader there finds null, and continues from the event log. Like {@link #append}, for
     * one thread at a time.
     */
    public void lost(Position through) {
        RingSlot last = newest;
        long sequence = last == null ? 0 : last.sequence() + 1;
        for (long s = tail; s < sequence; s++) {
            slots.setRelease(index(s), null);
        }
        newest = new RingSlot(
                sequence,
                last == null ? start : last.position(),
                openOf(last).join(through),
                new RingFrame(through, List.of(), Frame.HEARTBEAT),
                last == null ? 0 : last.endBytes(),
                0);
        tail = sequence + 1;
    }

    /** The position of a stream at the end of a slot: as long as there is no later slot, the mark is before it. */
    private Position openOf(@Nullable RingSlot last) {
        return last == null ? mark : last.open().join(mark);
    }

    private void makeRoom(long sequence, long endBytes) {
        long oldest = tail;
        while (oldest < sequence && (sequence - oldest > mask || endBytes - startBytes(oldest) > maxBytes)) {
            slots.setRelease(index(oldest), null);
            oldest++;
        }
        tail = oldest;
    }

    private long startBytes(long sequence) {
        RingSlot slot = slots.getPlain(index(sequence));
        return slot == null ? 0 : slot.startBytes();
    }

    private int index(long sequence) {
        return (int) sequence & mask;
    }

    /** The number that the next frame gets. */
    public long head() {
        RingSlot last = newest;
        return last == null ? 0 : last.sequence() + 1;
    }

    /** The number of the oldest frame; equal to {@link #head} if there is none. */
    public long tail() {
        return tail;
    }

    /** Bytes of all frames that were ever appended. */
    public long headBytes() {
        RingSlot last = newest;
        return last == null ? 0 : last.endBytes();
    }

    /** The frame with this number, or null if it has left the ring or is not there yet. */
    public @Nullable RingSlot at(long sequence) {
        RingSlot slot = slots.getAcquire(index(sequence));
        // A frame that is being appended does not count yet: a reader that took it would be ahead of the head, and get
        // it again.
        return slot != null && slot.sequence() == sequence && sequence < head() ? slot : null;
    }

    /** The position of the last frame before this number; null if that frame has left the ring. */
    public @Nullable Position before(long sequence) {
        if (sequence == 0) {
            return start;
        }
        RingSlot head = newest;
        if (head != null && head.sequence() == sequence - 1) {
            return head.position();
        }
        RingSlot last = at(sequence - 1);
        if (last != null) {
            return last.position();
        }
        RingSlot next = at(sequence);
        return next == null ? null : next.previous();
    }

    /** The position that a stream without grants may get if it has all frames before this number; null if they left. */
    public @Nullable Position openBefore(long sequence) {
        if (sequence == 0) {
            return startMark;
        }
        RingSlot head = newest;
        RingSlot last = head != null && head.sequence() == sequence - 1 ? head : at(sequence - 1);
        return last == null ? null : last.open();
    }

    /** The newest position. */
    public Position newest() {
        RingSlot last = newest;
        return last == null ? start : last.position();
    }

    /**
     * Finds where a cursor continues.
     *
     * @param position the cursor
     * @return the number of the first frame after it, {@link #head} if there is none yet; negative if frames between
     *     the cursor and the oldest one here have left the ring, or if the cursor belongs to a log of several
     *     partitions and this ring never had its position: then the cursor may already have some of the frames after it
     */
    public long after(Position position) {
        long low = tail;
        RingSlot last = newest;
        long high = last == null ? 0 : last.sequence() + 1;
        if (position.covers(last == null ? start : last.position())) {
            return high; // Perhaps it is a mark, which comes after the newest frame.
        }
        if (low == high) {
            return -1;
        }
        RingSlot oldest = at(low);
        if (oldest == null || !position.covers(oldest.previous())) {
            return -1;
        }
        Position reached = oldest.previous();
        while (low < high) {
            long middle = (low + high) >>> 1;
            RingSlot slot = at(middle);
            if (slot == null) {
                return -1; // Overtaken while searching.
            }
            if (position.covers(slot.position())) {
                low = middle + 1;
                reached = slot.position();
            } else {
                high = middle;
            }
        }
        // In several partitions a cursor may have a part of what comes next.
        return position.next() == null || position.equals(reached) ? low : -1;
    }

    /** The number of the newest frame that a position covers; {@link #UNKNOWN_FRAME} if the ring does not know it. */
    public long frameOf(Position position) {
        long next = after(position);
        return next < 0 ? UNKNOWN_FRAME : next - 1;
    }
}
