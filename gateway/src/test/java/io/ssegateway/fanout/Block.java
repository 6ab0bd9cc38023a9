package io.ssegateway.fanout;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block of an event stream as its client has got it. The readers take nothing for granted: a chunk must be one whole
 * block.
 *
 * @param id the block's id, or null
 * @param event its type, or null
 * @param data its data, or null
 */
record Block(
        @Nullable String id,
        @Nullable String event,
        @Nullable String data) {

    /** What has arrived of a stream. */
    record Arrived(List<Block> blocks, String rest, boolean ended) {}

    boolean isGap() {
        return "gap".equals(event);
    }

    /** Whether it carries an update. */
    boolean isUpdate() {
        return data != null && event == null;
    }

    /** Reads the chunks of an HTTP/1.1 response's body; the last one may be incomplete. */
    static Arrived chunks(String body) {
        List<Block> blocks = new ArrayList<>();
        int at = 0;
        while (true) {
            int lineEnd = body.indexOf("\r\n", at);
            if (lineEnd < 0) {
                String rest = body.substring(at);
                return new Arrived(blocks, rest.equals(":\n") ? "" : rest, false);
            }
            int length = Integer.parseInt(body.substring(at, lineEnd), 16);
            int end = lineEnd + 2 + length + 2;
            if (body.length() < end) {
                String rest = body.substring(at);
                return new Arrived(blocks, rest.equals(":\n") ? "" : rest, false);
            }
            if (!body.startsWith("\r\n", end - 2)) {
                throw new AssertionError("a chunk of " + length + " bytes is followed by "
                        + body.substring(end - 2, Math.min(body.length(), end + 30)));
            }
            if (length == 0) {
                if (body.length() > end) {
                    throw new AssertionError("behind the end: " + body.substring(end));
                }
                return new Arrived(blocks, "", true);
            }
            blocks.add(of(body.substring(lineEnd + 2, end - 2)));
            at = end;
        }
    }

    /** Reads a body without chunks. */
    static Arrived plain(String body) {
        List<Block> blocks = new ArrayList<>();
        int at = 0;
        for (int end = body.indexOf("\n\n"); end >= 0; end = body.indexOf("\n\n", at)) {
            blocks.add(of(body.substring(at, end + 2)));
            at = end + 2;
        }
        String rest = body.substring(at);
        return new Arrived(blocks, rest.equals(":\n") ? "" : rest, false);
    }

    private static Block of(String block) {
        if (block.equals(":\n")) {
            return new Block(null, null, null);
        }
        if (!block.endsWith("\n\n")) {
            throw new AssertionError("no whole block: " + block);
        }
        String id = null;
        String event = null;
        String data = null;
        for (String line : block.substring(0, block.length() - 2).split("\n", -1)) {
            String value = line.substring(Math.min(line.length(), line.indexOf(' ') + 1));
            if (line.startsWith("id: ") && id == null) {
                id = value;
            } else if (line.startsWith("event: ") && event == null) {
                event = value;
            } else if (line.startsWith("data: ") && data == null) {
                data = value;
            } else if (!line.equals(":")) {
                throw new AssertionError("more than one block: " + block);
            }
        }
        return new Block(id, event, data);
    }
}
