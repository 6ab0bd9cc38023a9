package io.ssegateway.eventlog;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * One update in the log.
 *
 * @param position its position
 * @param update what was published; its event has an id: the publisher's or, if there was none, the position
 */
public record Entry(Position position, Update update) implements Retained {
    /**
     * Of an entry with its position, update, event, list of topics, strings' headers and place in the map of ids; on
     * disk its places in indexes are about as much.
     */
    private static final int OVERHEAD_BYTES = 256;

    /** As of {@link Retained}. A character counts one byte, as in Latin-1 text; other text takes more. */
    @Override
    public long estimatedBytes() {
        ServerSentEvent event = update.event();
        long bytes = OVERHEAD_BYTES + length(event.id()) + length(event.event()) + length(event.data());
        for (Topic topic : update.topics()) {
            bytes += topic.name().length();
        }
        return bytes;
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
