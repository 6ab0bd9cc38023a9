package io.ssegateway.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames laid out one after another in memory that a socket is written from: many events, one write. It belongs to one
 * event loop and is reused; a writer must not keep any part of it.
 */
public final class WriteBuffer {
    /** Bytes that one write carries at most, unless a single frame is larger. */
    public static final int CAPACITY = 64 * 1024;

    /** What it has as a rule. */
    private final ByteBuffer own;

    /** That, or more for one large frame, whose memory must not be held for ever. */
    private ByteBuffer bytes;

    private RingFrame[] frames = new RingFrame[64];
    private int[] ends = new int[64];
    private int count;

    private @Nullable ByteBuf shared;
    private int sharedStart;

    /** An empty one for {@value #CAPACITY} bytes. */
    public WriteBuffer() {
        this(CAPACITY);
    }

    /** An empty one; it grows only for a frame that is larger than the whole. */
    public WriteBuffer(int capacity) {
        this.own = ByteBuffer.allocateDirect(capacity);
        this.bytes = own;
    }

    /** Empties it. Allocates nothing, so that it works, too, when there is no memory. */
    public void clear() {
        bytes = own;
        bytes.clear();
        Arrays.fill(frames, 0, count, null);
        count = 0;
        shared = null;
    }

    /** Whether the frame still goes into this write; the first one always does. */
    public boolean fits(Frame frame, boolean chunked) {
        return count == 0 || frame.length(chunked) <= bytes.remaining();
    }

    /** Appends a frame that {@link #fits}. */
    public void add(RingFrame logged, boolean chunked) {
        Frame frame = logged.frame();
        if (frame.length(chunked) > bytes.remaining()) {
            bytes = ByteBuffer.allocateDirect(frame.length(chunked));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            frames = Arrays.copyOf(frames, count * 2);
        }
        frame.copyTo(bytes, chunked, 0);
        frames[count] = logged;
        ends[count++] = bytes.position();
    }

    /**
     * Empties it and lays out the rest of a frame that was written up to {@code offset}, at most as much as there is
     * room for.
     *
     * @return the bytes that are laid out, from 0 on
     */
    public int layOutRest(Frame frame, boolean chunked, int offset) {
        clear();
        frame.copyTo(bytes, chunked, offset);
        return bytes.position();
    }

    /** How many frames there are. */
    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public RingFrame frame(int index) {
        return frames[index];
    }

    /** Where the frame begins, in bytes from the start of the buffer. */
    public int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Where the frame ends. */
    public int end(int index) {
        return ends[index];
    }

    /** The index of the first frame that ends after {@code offset}. */
    public int firstEndingAfter(int offset) {
        int index = 0;
        while (ends[index] <= offset) {
            index++;
        }
        return index;
    }

    /** The memory; direct, to be read by absolute indexes alone. */
    public ByteBuffer memory() {
        return bytes;
    }

    /**
     * A copy of a part, for a channel that may write it later. The copy is made once for successive calls with the same
     * part; each call gets its own view.
     */
    public ByteBuf copy(int start, int end) {
        ByteBuf copy = shared;
        if (copy == null || sharedStart != start || copy.readableBytes() != end - start) {
            byte[] part = new byte[end - start];
            bytes.get(start, part);
            copy = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(part)); // as often written as asked for
            shared = copy;
            sharedStart = start;
        }
        return copy.duplicate();
    }
}
