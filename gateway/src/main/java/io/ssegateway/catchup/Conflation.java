package io.ssegateway.catchup;

import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Topic;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest update of each topic, in log order. An update with several topics belongs to its first one. It is a window
 * of bounded size: when it is full, it is written before more updates are added, so that a stream that asks for all
 * topics and does not read holds no copy of the log.
 */
final class Conflation {
    private static final int MAX_TOPICS = 256;
    private static final int MAX_BYTES = 256 * 1024;

    private final Map<Topic, Pending> newest = new LinkedHashMap<>();
    private int bytes;

    /** Takes the next update of the log. */
    void add(Pending update) {
        Topic topic = update.topics().get(0);
        Pending older = newest.remove(topic); // Else the newer one would keep its place in the order.
        newest.put(topic, update);
        bytes += update.size() - (older == null ? 0 : older.size());
    }

    /**
     * Takes the updates of a page until it is full.
     *
     * @param cursor the position of the stream
     * @param through its position when all are taken
     * @return its position now
     */
    Position take(LogPage page, Position cursor, Position through) {
        Position taken = cursor;
        for (Pending update : page.updates()) {
            if (isFull()) {
                return taken;
            }
            add(update);
            taken = update.position();
        }
        return through;
    }

    /** Whether it must be written before more updates are taken. */
    boolean isFull() {
        return newest.size() >= MAX_TOPICS || bytes >= MAX_BYTES;
    }

    /** The newest of each. */
    Collection<Pending> updates() {
        return newest.values();
    }
}
