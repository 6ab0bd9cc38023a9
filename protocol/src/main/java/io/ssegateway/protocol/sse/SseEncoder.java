package io.ssegateway.protocol.sse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Writes events as blocks of an event stream: the fields in the order event, retry, id, data, each line ended by LF,
 * the block by an empty line. Stateless; any thread may call it as long as the buffer is its own.
 *
 * <p>Text goes straight from the string into the buffer. Every write reserves what {@link #encodedLength} counted and
 * no more: Netty's own reserve of three bytes for each character would make a buffer of the exact size grow.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, "Server-sent events"</a>
 */
public final class SseEncoder {

    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] RETRY = ascii("retry: ");
    private static final byte[] ID = ascii("id: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] COMMENT = ascii(": ");

    private SseEncoder() {}

    /**
     * The exact number of bytes that {@link #encode} writes.
     *
     * @throws ArithmeticException if they are more than a buffer can hold
     */
    public static int encodedLength(ServerSentEvent event) {
        long length = 1;
        if (event.event() != null) {
            length += lineLength(EVENT, event.event(), 0, event.event().length());
        }
        if (event.retryMillis().isPresent()) {
            String retry = Long.toString(event.retryMillis().getAsLong());
            length += lineLength(RETRY, retry, 0, retry.length());
        }
        if (event.id() != null) {
            length += lineLength(ID, event.id(), 0, event.id().length());
        }
        if (event.data() != null) {
            length += linesLength(DATA, event.data());
        }
        return Math.toIntExact(length);
    }

    /** Appends the event to {@code out}, which grows if it has to. */
    public static void encode(ServerSentEvent event, ByteBuf out) {
        out.ensureWritable(encodedLength(event));
        if (event.event() != null) {
            writeLine(EVENT, event.event(), 0, event.event().length(), out);
        }
        if (event.retryMillis().isPresent()) {
            String retry = Long.toString(event.retryMillis().getAsLong());
            writeLine(RETRY, retry, 0, retry.length(), out);
        }
        if (event.id() != null) {
            writeLine(ID, event.id(), 0, event.id().length(), out);
        }
        if (event.data() != null) {
            writeLines(DATA, event.data(), out);
        }
        out.writeByte('\n');
    }

    /**
     * Appends a comment to {@code out}: one comment line for each line of the text, then an empty line, so that clients
     * which read block by block let go of it at once. A lone surrogate in the text arrives as a question mark.
     */
    public static void comment(String text, ByteBuf out) {
        out.ensureWritable(Math.toIntExact(linesLength(COMMENT, text) + 1));
        writeLines(COMMENT, text, out);
        out.writeByte('\n');
    }

    private static long linesLength(byte[] prefix, String text) {
        long length = 0;
        int start = 0;
        if (hasLineBreak(text)) {
            for (int end = lineEnd(text, 0); end < text.length(); end = lineEnd(text, start)) {
                length += lineLength(prefix, text, start, end);
                start = nextLine(text, end);
            }
        }
        return length + lineLength(prefix, text, start, text.length());
    }

    private static void writeLines(byte[] prefix, String text, ByteBuf out) {
        int start = 0;
        if (hasLineBreak(text)) {
            for (int end = lineEnd(text, 0); end < text.length(); end = lineEnd(text, start)) {
                writeLine(prefix, text, start, end, out);
                start = nextLine(text, end);
            }
        }
        writeLine(prefix, text, start, text.length(), out);
    }

    /** Most data is one line, and the JVM searches a whole string many times faster than a loop over its characters. */
    private static boolean hasLineBreak(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    private static long lineLength(byte[] prefix, String text, int start, int end) {
        return prefix.length + ByteBufUtil.utf8Bytes(text, start, end) + 1L;
    }

    private static void writeLine(byte[] prefix, String text, int start, int end, ByteBuf out) {
        out.writeBytes(prefix);
        ByteBufUtil.reserveAndWriteUtf8(out, text, start, end, out.writableBytes());
        out.writeByte('\n');
    }

    /** The index of the first CR or LF from {@code start} on, or the text's length. */
    private static int lineEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** Where the next line begins if one ended at {@code end}: CR and LF in a row are one line break. */
    private static int nextLine(String text, int end) {
        boolean crLf = text.charAt(end) == '\r' && end + 1 < text.length() && text.charAt(end + 1) == '\n';
        return crLf ? end + 2 : end + 1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
