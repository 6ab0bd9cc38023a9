package io.ssegateway.fanout;

import io.ssegateway.topic.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of many updates the newest of each topic, in log order. An update of several topics counts for its first one. What it holds
 * is bounded by the number of topics, not of updates.
 */
final class Conflation {
    private final Map<Topic, LoggedFrame> newest = new LinkedHashMap<>();

    /** Takes the next update of the log. */
    void add(LoggedFrame logged) {
        Topic topic = logged.topics().get(0);
        newest.remove(topic); // Else it would keep the older one's place in the order.
        newest.put(topic, logged);
    }

    /** The newest of each. */
    List<LoggedFrame> frames() {
        return List.copyOf(newest.values());
    }
}
