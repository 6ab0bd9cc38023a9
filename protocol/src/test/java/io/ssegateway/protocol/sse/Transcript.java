package io.ssegateway.protocol.sse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a decoder tells, one line for each call, in the language of the golden files. */
final class Transcript implements SseListener {

    final List<ServerSentEvent> events = new ArrayList<>();
    final List<String> lines = new ArrayList<>();

    /** The transcript of a stream that arrives in these pieces. */
    static Transcript of(byte[]... pieces) {
        Transcript transcript = new Transcript();
        SseDecoder decoder = new SseDecoder(transcript);
        for (byte[] piece : pieces) {
            ByteBuf in = Unpooled.wrappedBuffer(piece);
            decoder.decode(in);
            if (in.isReadable()) {
                throw new AssertionError(in.readableBytes() + " bytes were left unread");
            }
        }
        return transcript;
    }

    @Override
    public void onEvent(ServerSentEvent event) {
        events.add(event);
        StringBuilder line = new StringBuilder("event");
        if (event.id() != null) {
            line.append(" id=").append(quoted(event.id()));
        }
        if (event.event() != null) {
            line.append(" event=").append(quoted(event.event()));
        }
        lines.add(line.append(' ').append(quoted(String.valueOf(event.data()))).toString());
    }

    @Override
    public void onLastEventId(String id) {
        lines.add("last-event-id " + quoted(id));
    }

    @Override
    public void onRetry(long millis) {
        lines.add("retry " + millis);
    }

    @Override
    public void onComment(String comment) {
        lines.add("comment " + quoted(comment));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                quoted.append("\\n");
            } else if (c == '"') {
                quoted.append("\\\"");
            } else if (c < ' ' || c > '~') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
