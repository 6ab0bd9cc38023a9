package io.ssegateway.fanout;

import io.ssegateway.eventlog.Position;
import io.ssegateway.index.Audience;
import io.ssegateway.index.TopicIndex;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingSlot;
import io.ssegateway.ring.WriteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames of the ring that go out in one write, which audience gets which of them, and the part of one audience. Belongs
 * to its event loop.
 */
final class Batch {
    /** The frames of a batch are counted in the bits of a {@code long}. */
    static final int MAX_FRAMES = Long.SIZE;

    private final FrameRing ring;
    private final TopicIndex index;
    private final WriteBuffer all = new WriteBuffer();
    private final RingSlot[] slots = new RingSlot[MAX_FRAMES];
    private final List<Audience> audiences = new ArrayList<>();
    private long end;
    private Position endPosition;
    private Position endOpen;

    // The part of one audience: its frames as bits, and where they lie in one piece.
    private long frames;
    private final WriteBuffer gathered = new WriteBuffer();
    private WriteBuffer part = all;
    private int first;
    private int last;

    Batch(FrameRing ring, TopicIndex index) {
        this.ring = ring;
        this.index = index;
        this.endPosition = ring.newest();
        this.endOpen = ring.mark();
    }

    /**
     * Takes the next frames, as many as fit into one write.
     *
     * @param from the number of the first one
     * @return false if it has left the ring; then the batch is empty
     */
    boolean take(long from) {
        long head = ring.head();
        long sequence = from;
        for (; sequence < head && all.count() < MAX_FRAMES; sequence++) {
            RingSlot next = ring.at(sequence);
            if (next == null) {
                clear();
                return false;
            }
            if (!all.fits(next.logged().frame(), true)) {
                break;
            }
            if (index.offer(next.logged(), all.count(), audiences)) {
                slots[all.count()] = next;
                all.add(next.logged(), true);
            }
            endPosition = next.position();
            endOpen = next.open();
        }
        end = sequence;
        return true;
    }

    /** No audience gets anything of it any more. */
    void clear() {
        audiences.forEach(Audience::takeFrames);
        audiences.clear();
        all.clear();
    }

    /** The audiences that get something of it. */
    List<Audience> audiences() {
        return audiences;
    }

    /** The number after the last frame. */
    long end() {
        return end;
    }

    /** The position of the last frame. */
    Position endPosition() {
        return endPosition;
    }

    /** The position that streams without grants may get when they have it. */
    Position endOpen() {
        return endOpen;
    }

    /**
     * Finds an audience's frames in one piece: usually that is a contiguous part of the batch; otherwise they are
     * gathered.
     */
    void select(Audience audience) {
        frames = audience.takeFrames();
        boolean chunked = audience.kind().chunked();
        if (chunked && isContiguous(frames)) {
            part = all;
            first = Long.numberOfTrailingZeros(frames);
            last = highest(frames);
            return;
        }
        gathered.clear();
        for (long rest = frames; rest != 0; rest &= rest - 1) {
            gathered.add(all.frame(Long.numberOfTrailingZeros(rest)), chunked);
        }
        part = gathered;
        first = 0;
        last = gathered.count() - 1;
    }

    private static int highest(long bits) {
        return MAX_FRAMES - 1 - Long.numberOfLeadingZeros(bits);
    }

    private static boolean isContiguous(long bits) {
        long low = bits >>> Long.numberOfTrailingZeros(bits);
        return (low & (low + 1)) == 0;
    }

    /** Where the selected frames lie. */
    WriteBuffer part() {
        return part;
    }

    /** The index of the first selected frame in {@link #part}. */
    int first() {
        return first;
    }

    /** The index of the last selected frame in {@link #part}. */
    int last() {
        return last;
    }

    /** The number of the last selected frame in the ring. */
    long lastNumber() {
        return slots[highest(frames)].sequence();
    }

    /**
     * The index of the first selected frame for a stream that opened, or caught up, in the middle of the batch; after
     * {@link #last} if there is none.
     *
     * @param sequence the number of the first frame that is for it
     */
    int firstFrom(long sequence) {
        int index = first;
        for (long rest = frames; rest != 0 && slots[Long.numberOfTrailingZeros(rest)].sequence() < sequence; index++) {
            rest &= rest - 1;
        }
        return index;
    }

    /** All of it is delivered. */
    void report(GatewayMetrics metrics) {
        long deliveredNanos = System.nanoTime();
        for (int i = 0; i < all.count(); i++) {
            metrics.deliveryLatency(deliveredNanos - slots[i].takenNanos());
        }
    }
}
