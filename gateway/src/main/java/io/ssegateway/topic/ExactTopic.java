package io.ssegateway.topic;

/**
 * Matches one topic.
 *
 * @param topic the topic
 */
public record ExactTopic(Topic topic) implements TopicMatcher {

    @Override
    public boolean matches(Topic other) {
        return topic.equals(other);
    }

    @Override
    public boolean mayMatchPrefix(String prefix) {
        return topic.name().startsWith(prefix);
    }

    @Override
    public String literalPrefix() {
        return topic.name();
    }

    @Override
    public String toString() {
        return topic.name();
    }
}
