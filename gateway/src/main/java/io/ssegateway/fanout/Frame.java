package io.ssegateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ReferenceCounted;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A block of an event stream, encoded for the wire once and shared by every subscriber. It holds one HTTP/1.1 chunk,
 * {@code <size in hex>CRLF<payload>CRLF}; a client that cannot take chunks (HTTP/1.0) gets the payload inside it.
 *
 * <p>The caller owns one reference and releases it when the frame was handed to all; every write takes its own. Safe for use
 * by many threads once built.
 */
public final class Frame {
    private static final byte[] CRLF = {'\r', '\n'};

    /** A comment line and a blank line: what an idle stream gets. Never released. */
    static final Frame HEARTBEAT = heartbeat();

    private final ByteBuf chunk;
    private final int payloadStart;
    private final int payloadLength;

    private Frame(ByteBuf chunk, int payloadStart, int payloadLength) {
        this.chunk = chunk;
        this.payloadStart = payloadStart;
        this.payloadLength = payloadLength;
    }

    /** Encodes an event. */
    public static Frame of(ServerSentEvent event, ByteBufAllocator allocator) {
        int length = SseEncoder.encodedLength(event);
        byte[] head = head(length);
        ByteBuf chunk = allocator.directBuffer(head.length + length + CRLF.length);
        chunk.writeBytes(head);
        SseEncoder.encode(event, chunk);
        chunk.writeBytes(CRLF);
        return new Frame(chunk, head.length, length);
    }

    private static Frame heartbeat() {
        byte[] comment = {':', '\n', '\n'};
        byte[] head = head(comment.length);
        ByteBuf chunk = Unpooled.directBuffer(head.length + comment.length + CRLF.length);
        chunk.writeBytes(head).writeBytes(comment).writeBytes(CRLF);
        return new Frame(Unpooled.unreleasableBuffer(chunk), head.length, comment.length);
    }

    private static byte[] head(int payloadLength) {
        return (Integer.toHexString(payloadLength) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** What to write: a view with a reference of its own, which the write releases. */
    ByteBuf view(boolean chunked) {
        return chunked ? chunk.retainedDuplicate() : chunk.retainedSlice(payloadStart, payloadLength);
    }

    /** Bytes that {@link #view} would write. */
    int bytes(boolean chunked) {
        return chunked ? chunk.readableBytes() : payloadLength;
    }

    /** Takes one more reference, ended by one {@link #release()}. */
    Frame retain() {
        chunk.retain();
        return this;
    }

    /** Gives one reference back; see {@link ReferenceCounted#release()}. */
    public void release() {
        chunk.release();
    }
}
