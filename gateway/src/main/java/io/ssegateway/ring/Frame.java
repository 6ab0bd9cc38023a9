package io.ssegateway.ring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.protocol.sse.SseEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A block of an event stream, encoded for the wire once and shared by every subscriber. It holds one HTTP/1.1 chunk,
 * {@code <size in hex>CRLF<payload>CRLF}; a client that cannot take chunks (HTTP/1.0) gets the payload inside it.
 *
 * <p>Immutable and on the heap, without a reference count: a writer that has yet to finish it keeps it alive. An event
 * loop copies it once for all its subscribers, into the memory of a {@link WriteBuffer}.
 */
public final class Frame {
    private static final byte[] CRLF = {'\r', '\n'};

    /**
     * A comment line, the heartbeat of an idle stream. With an empty line after it, many clients would fire an empty
     * event.
     */
    public static final Frame HEARTBEAT = of(Unpooled.wrappedBuffer(new byte[] {':', '\n'}));

    private final byte[] chunk;
    private final int payloadStart;
    private final int payloadLength;

    private Frame(byte[] chunk, int payloadStart, int payloadLength) {
        this.chunk = chunk;
        this.payloadStart = payloadStart;
        this.payloadLength = payloadLength;
    }

    /** Encodes an event. */
    public static Frame of(ServerSentEvent event) {
        int length = SseEncoder.encodedLength(event);
        byte[] head = head(length);
        byte[] chunk = new byte[head.length + length + CRLF.length];
        ByteBuf out = Unpooled.wrappedBuffer(chunk).clear();
        out.writeBytes(head);
        SseEncoder.encode(event, out);
        out.writeBytes(CRLF);
        return new Frame(chunk, head.length, length);
    }

    private static Frame of(ByteBuf payload) {
        int length = payload.readableBytes();
        byte[] head = head(length);
        byte[] chunk = new byte[head.length + length + CRLF.length];
        Unpooled.wrappedBuffer(chunk)
                .clear()
                .writeBytes(head)
                .writeBytes(payload)
                .writeBytes(CRLF);
        return new Frame(chunk, head.length, length);
    }

    private static byte[] head(int payloadLength) {
        return (Integer.toHexString(payloadLength) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes of it that a client gets. */
    public int length(boolean chunked) {
        return chunked ? chunk.length : payloadLength;
    }

    /** Copies what a client gets, from {@code offset} on and as much as fits; answers how much that was. */
    public int copyTo(ByteBuffer out, boolean chunked, int offset) {
        int length = Math.min(out.remaining(), length(chunked) - offset);
        out.put(chunk, (chunked ? 0 : payloadStart) + offset, length);
        return length;
    }

    /** A buffer over what a client gets, from {@code offset} on and at most {@code limit} bytes; nothing is copied. */
    public ByteBuf view(boolean chunked, int offset, int limit) {
        return Unpooled.wrappedBuffer(
                chunk, (chunked ? 0 : payloadStart) + offset, Math.min(limit, length(chunked) - offset));
    }
}
