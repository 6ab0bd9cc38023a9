package io.ssegateway.eventlog;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.util.List;

/**
 * An event for one or more topics.
 *
 * @param topics at least one
 * @param event what subscribers get; without an id it gets its position as id when it is published
 * @param isPrivate whether only streams with a grant for one of the topics get it
 */
public record Update(List<Topic> topics, ServerSentEvent event, boolean isPrivate) {

    /** Copies the topics, so that they cannot change later. */
    public Update {
        topics = List.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("An update needs at least one topic.");
        }
    }

    /** A public update. */
    public Update(List<Topic> topics, ServerSentEvent event) {
        this(topics, event, false);
    }

    /** Whether a stream wants it, and may have it. */
    public boolean isWantedBy(Interest interest) {
        return interest.matches(topics, isPrivate);
    }

    /** The same update with this id. */
    public Update withId(String id) {
        return new Update(topics, event.withId(id), isPrivate);
    }
}
