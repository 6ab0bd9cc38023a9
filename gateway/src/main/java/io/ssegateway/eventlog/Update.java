package io.ssegateway.eventlog;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import java.util.List;

/**
 * An event for one or more topics.
 *
 * @param topics at least one
 * @param event  what subscribers get; without an id it gets its position as id when it is published
 */
public record Update(List<Topic> topics, ServerSentEvent event) {

    /** Copies the topics, so that nobody changes them later. */
    public Update {
        topics = List.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("An update needs at least one topic.");
        }
    }
}
