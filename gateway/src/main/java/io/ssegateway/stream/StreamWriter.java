package io.ssegateway.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.WriteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bytes of one stream, and keeps the frame that was written only in part because the socket was full. That
 * frame must be finished before anything else is written. There is one kind for each transport. Only its event loop
 * writes; other threads may read the counters (a little late).
 */
public abstract class StreamWriter {
    /** The answer for a stream that has ended. */
    public static final int GONE = -1;

    /** Of a frame that was cut, so much waits in the channel; the rest stays in the shared frame. */
    private static final int PIECE_BYTES = 2 * 1024;

    private final Channel channel;
    private final boolean chunked;
    private @Nullable StreamLoop loop;
    private boolean ended;
    private @Nullable Frame cut;
    private int cutAt;
    private long bytes;
    private long events;
    private long lastWriteNanos;

    /**
     * @param channel the connection
     * @param chunked whether frames are written as HTTP/1.1 chunks
     */
    protected StreamWriter(Channel channel, boolean chunked) {
        this.channel = channel;
        this.chunked = chunked;
    }

    /** The connection. */
    public final Channel channel() {
        return channel;
    }

    /** Whether frames are written as HTTP/1.1 chunks. */
    public final boolean chunked() {
        return chunked;
    }

    /** Bytes handed over since the stream opened, HTTP's framing included. */
    public final long bytes() {
        return bytes;
    }

    /** Events handed over since the stream opened. */
    public final long events() {
        return events;
    }

    /** When something was last written, in nanoseconds of the event loop's ticker. */
    public final long lastWriteNanos() {
        return lastWriteNanos;
    }

    /** Sets the event loop of the stream, which counts what is written. */
    final void open(StreamLoop ofLoop) {
        loop = ofLoop;
        lastWriteNanos = ofLoop.now();
    }

    /**
     * Writes frames of a buffer at once, as far as there is room. If the last one was cut, what follows must wait until
     * that is finished: {@link #isCut}.
     *
     * @param first the index of the first one
     * @param last the index of the last one
     * @return how many are written, at least 1, with the one that was cut; {@link #GONE} if the stream has ended
     */
    public final int write(WriteBuffer buffer, int first, int last, long nowNanos) {
        int start = buffer.start(first);
        int end = buffer.end(last);
        int taken = sendOpen(buffer, start, end);
        if (taken == GONE) {
            return GONE;
        }
        int frames = last - first + 1;
        if (taken < end - start) {
            int index = buffer.firstEndingAfter(start + taken);
            cut = buffer.frame(index).frame();
            cutAt = start + taken - buffer.start(index);
            frames = index - first + 1;
        }
        count(frames, taken, nowNanos);
        return frames;
    }

    /**
     * Writes the one short frame of a buffer, or nothing if there is no room for its beginning; answers whether it did.
     */
    public final boolean offer(WriteBuffer buffer, long nowNanos) {
        int length = buffer.end(0);
        int taken = sendOpen(buffer, 0, length);
        if (taken <= 0) {
            return false;
        }
        if (taken < length) {
            queue(buffer.frame(0).frame().view(chunked, taken, length), null);
            channel.flush();
        }
        bytes += length;
        lastWriteNanos = nowNanos;
        return true;
    }

    /** Whether a frame was cut and is not finished. */
    public final boolean isCut() {
        return cut != null;
    }

    /**
     * Writes as much as possible of the partly written frame.
     *
     * @param buffer room to lay it out
     * @return whether there may be room for more; false also if the stream has ended
     */
    public final boolean continueCut(WriteBuffer buffer, long nowNanos) {
        Frame frame = cut;
        if (frame == null) {
            return true;
        }
        int length = buffer.layOutRest(frame, chunked, cutAt);
        int taken = sendOpen(buffer, 0, length);
        if (taken != GONE) {
            advance(frame, taken);
            count(0, taken, nowNanos);
        }
        return taken == length;
    }

    /**
     * Queues a piece of the frame that was cut, and notifies {@code room} when that has gone, so that there is room
     * again.
     */
    public final void awaitRoom(ChannelFutureListener room) {
        queueCut(PIECE_BYTES, room);
    }

    /** Queues all of a frame that was cut, so that other bytes may follow. */
    public final void finishFrame() {
        queueCut(Integer.MAX_VALUE, null);
    }

    private void queueCut(int limit, @Nullable ChannelFutureListener room) {
        Frame frame = cut;
        if (frame != null) {
            ByteBuf piece = frame.view(chunked, cutAt, limit);
            int length = piece.readableBytes();
            advance(frame, length);
            queued(0, length);
            queue(piece, room);
            channel.flush();
        }
    }

    private void advance(Frame frame, int taken) {
        cutAt += taken;
        if (cutAt == frame.length(chunked)) {
            cut = null;
        }
    }

    /** Whether so little waits that a frame may be {@linkplain #queue queued}; false for a stream that has ended. */
    final boolean isWritable() {
        return !ended && channel.isWritable();
    }

    /** Queues a frame after everything that waits, without a flush. */
    final void queue(Frame frame, boolean isEvent) {
        finishFrame();
        int length = frame.length(chunked);
        if (isEvent) {
            queued(1, length);
        } else {
            bytes += length;
        }
        queue(frame.view(chunked, 0, length), null);
    }

    /** Ends the response as its protocol wants it, with one more frame before; nothing can be written afterwards. */
    final void end(@Nullable Frame last) {
        finishFrame();
        if (last != null) {
            queue(last.view(chunked, 0, last.length(chunked)), null);
        }
        ended = true;
        queueEnd();
    }

    final boolean hasEnded() {
        return ended;
    }

    private int sendOpen(WriteBuffer buffer, int start, int end) {
        return ended ? GONE : send(buffer, start, end);
    }

    private void queued(int eventCount, int byteCount) {
        StreamLoop own = loop;
        if (own != null) {
            count(eventCount, byteCount, own.now());
            own.report();
        }
    }

    private void count(int eventCount, int byteCount, long nowNanos) {
        events += eventCount;
        if (byteCount > 0) {
            bytes += byteCount;
            lastWriteNanos = nowNanos;
        }
        if (loop != null) {
            loop.written(eventCount, byteCount);
        }
    }

    /**
     * Writes a part of a buffer at once.
     *
     * @return the bytes that were taken: less than all, also 0, if there is no room for more; {@link #GONE} if the
     *     connection has closed
     */
    protected abstract int send(WriteBuffer buffer, int start, int end);

    /**
     * Writes after everything that waits, without a flush; {@code written}, if not null, is notified when the bytes are
     * sent.
     */
    protected abstract void queue(ByteBuf piece, @Nullable ChannelFutureListener written);

    /** Ends the response after everything that waits. */
    protected abstract void queueEnd();
}
