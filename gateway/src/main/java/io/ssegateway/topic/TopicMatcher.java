package io.ssegateway.topic;

/** What a subscriber asks for: one topic, all of them ({@code *}), or a URI template. Immutable and safe for any thread. */
public sealed interface TopicMatcher permits ExactTopic, AnyTopic {

    /**
     * Reads what a subscriber asks for.
     *
     * @throws IllegalArgumentException with a sentence that says what is accepted
     */
    static TopicMatcher of(String text) {
        return text.equals(AnyTopic.TEXT) ? AnyTopic.INSTANCE : new ExactTopic(new Topic(text));
    }

    /** Whether an update to this topic is wanted. */
    boolean matches(Topic topic);

    /** Whether it may match a topic that begins with the prefix; may say yes too often, never no wrongly. */
    boolean mayMatchPrefix(String prefix);

    /** What {@link #of} read. */
    @Override
    String toString();
}
