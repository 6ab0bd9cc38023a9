package io.ssegateway.protocol.sse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event stream, cut into buffers at any byte, by the rules that browsers follow. Not thread-safe. Nothing has
 * to be closed: what it keeps between buffers is on the heap, at most a line and an event of the allowed lengths.
 *
 * <p>A line that lies within one buffer is read in place; only a line cut by a buffer's end is copied. A block that the
 * stream's end cuts off is never reported.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG
 *     HTML, "Interpreting an event stream"</a>
 */
public final class SseDecoder {

    /** Bytes; of a line without its end, and of an event's data. */
    public static final int DEFAULT_LIMIT = 1024 * 1024;

    private static final ByteBuf BOM =
            Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}));
    private static final ByteBuf DATA = ascii("data");
    private static final ByteBuf EVENT = ascii("event");
    private static final ByteBuf ID = ascii("id");
    private static final ByteBuf RETRY = ascii("retry");

    private final SseListener listener;
    private final int maxLineLength;
    private final int maxDataLength;

    /** The begin of the line that the last buffer's end cut. */
    private final ByteBuf cutLine = Unpooled.buffer(0);

    /** The block's data lines, each ended by LF, still in UTF-8. */
    private final ByteBuf data = Unpooled.buffer(0);

    private @Nullable String eventType;
    private @Nullable String blockId;
    private String lastEventId = "";
    private boolean firstLine = true;
    private boolean afterCr;
    private boolean failed;

    public SseDecoder(SseListener listener) {
        this(listener, DEFAULT_LIMIT, DEFAULT_LIMIT);
    }

    /**
     * @param maxLineLength the longest line to accept, in bytes without its end
     * @param maxDataLength the longest data of one event to accept, in bytes with an LF after each of its lines
     */
    public SseDecoder(SseListener listener, int maxLineLength, int maxDataLength) {
        if (maxLineLength <= 0 || maxDataLength <= 0) {
            throw new IllegalArgumentException(
                    "limits must be positive: line " + maxLineLength + ", data " + maxDataLength);
        }
        this.listener = listener;
        this.maxLineLength = maxLineLength;
        this.maxDataLength = maxDataLength;
    }

    /**
     * The id to resume from: that of the newest block that ended. Empty if there was none or the stream withdrew it.
     */
    public String lastEventId() {
        return lastEventId;
    }

    /**
     * Reads all of {@code in} and tells the listener. Leaves the buffer's reference count alone.
     *
     * @throws SseLimitExceededException if a line or an event is too long; the decoder cannot be used afterwards
     * @throws IllegalStateException if that happened before
     */
    public void decode(ByteBuf in) {
        if (failed) {
            throw new IllegalStateException("the decoder met a line or an event over its limit and cannot go on");
        }
        int end = in.writerIndex();
        // The next LF and CR, searched again only once passed: one pass over the buffer whatever the stream's line
        // ends.
        int lf = -1;
        int cr = -1;
        while (in.isReadable()) {
            int start = in.readerIndex();
            if (afterCr) {
                afterCr = false;
                if (in.getByte(start) == '\n') {
                    in.readerIndex(start + 1);
                    continue;
                }
            }
            lf = lf < start ? find('\n', in, start, end) : lf;
            cr = cr < start ? find('\r', in, start, end) : cr;
            int lineEnd = Math.min(lf, cr);
            if ((long) cutLine.readableBytes() + lineEnd - start > maxLineLength) {
                throw limitExceeded("a line", maxLineLength);
            }
            if (lineEnd == end) {
                cutLine.writeBytes(in, end - start);
                return;
            }
            in.readerIndex(lineEnd + 1);
            afterCr = lineEnd == cr;
            endLine(in, start, lineEnd);
        }
    }

    private void endLine(ByteBuf in, int start, int end) {
        if (!cutLine.isReadable()) {
            line(in, start, end);
            return;
        }
        cutLine.writeBytes(in, start, end - start);
        try {
            line(cutLine, 0, cutLine.readableBytes());
        } finally {
            cutLine.clear();
        }
    }

    private void line(ByteBuf in, int lineStart, int end) {
        int start = lineStart;
        if (firstLine) {
            firstLine = false;
            if (end - start >= 3 && ByteBufUtil.equals(in, start, BOM, 0, 3)) {
                start += 3;
            }
        }
        if (start == end) {
            endBlock();
            return;
        }
        int colon = find(':', in, start, end);
        int value = Math.min(colon + 1, end);
        if (value < end && in.getByte(value) == ' ') {
            value++;
        }
        if (colon == start) {
            listener.onComment(Utf8.decode(in, value, end));
        } else {
            field(in, start, colon, value, end);
        }
    }

    private void field(ByteBuf in, int start, int nameEnd, int value, int end) {
        int nameLength = nameEnd - start;
        if (is(DATA, in, start, nameLength)) {
            if ((long) data.readableBytes() + end - value + 1 > maxDataLength) {
                throw limitExceeded("an event with data", maxDataLength);
            }
            data.writeBytes(in, value, end - value).writeByte('\n');
        } else if (is(EVENT, in, start, nameLength)) {
            eventType = value == end ? null : Utf8.decode(in, value, end);
        } else if (is(ID, in, start, nameLength)) {
            if (find('\0', in, value, end) == end) {
                blockId = Utf8.decode(in, value, end);
            }
        } else if (is(RETRY, in, start, nameLength)) {
            long millis = digits(in, value, end);
            if (millis >= 0) {
                listener.onRetry(millis);
            }
        }
    }

    private void endBlock() {
        String id = blockId;
        String type = eventType;
        String text = data.isReadable() ? Utf8.decode(data, 0, data.readableBytes() - 1) : null;
        blockId = null;
        eventType = null;
        data.clear();
        if (id != null) {
            lastEventId = id;
        }
        if (text != null) {
            listener.onEvent(ServerSentEvent.decoded(lastEventId.isEmpty() ? null : lastEventId, type, text));
        } else if (id != null) {
            listener.onLastEventId(id);
        }
    }

    private SseLimitExceededException limitExceeded(String what, int limit) {
        failed = true;
        return new SseLimitExceededException(what, limit);
    }

    /**
     * The number that the ASCII digits from {@code start} to {@code end} say; -1 if it is none or too big for a long.
     */
    private static long digits(ByteBuf in, int start, int end) {
        long number = start < end ? 0 : -1;
        for (int i = start; i < end; i++) {
            int digit = in.getByte(i) - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static int find(char c, ByteBuf in, int start, int end) {
        int index = in.indexOf(start, end, (byte) c);
        return index < 0 ? end : index;
    }

    private static boolean is(ByteBuf name, ByteBuf in, int start, int length) {
        return length == name.capacity() && ByteBufUtil.equals(in, start, name, 0, length);
    }

    private static ByteBuf ascii(String name) {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(name, StandardCharsets.US_ASCII));
    }
}
