package io.ssegateway.topic;

/**
 * What a subscriber asks for: one topic, all of them ({@code *}), or a URI template. Immutable and safe for any thread.
 */
public sealed interface TopicMatcher permits ExactTopic, AnyTopic, TopicTemplate {

    /** Whether an update to this topic is wanted. */
    boolean matches(Topic topic);

    /** Whether it may match a topic that begins with the prefix; may say yes too often, never no wrongly. */
    boolean mayMatchPrefix(String prefix);

    /** How many variables it has: they determine the cost of a match. */
    default int variables() {
        return 0;
    }

    /** What every topic begins with that matches. */
    String literalPrefix();

    /** What {@link TopicMatchers#of} read. */
    @Override
    String toString();
}
