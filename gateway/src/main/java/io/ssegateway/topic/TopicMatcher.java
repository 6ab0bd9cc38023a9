package io.ssegateway.topic;

/** What a subscriber asks for: one topic, all of them ({@code *}), or a URI template. Immutable and safe for any thread. */
public sealed interface TopicMatcher permits ExactTopic, AnyTopic, TopicTemplate {

    /**
     * Reads what a subscriber asks for: {@code *} is any topic, a text with expressions in braces that are valid by RFC 6570 is
     * a template, and every other text, with other braces too, is the topic of that name.
     *
     * @throws IllegalArgumentException if the text is no {@linkplain Topic#Topic topic's name} or a template with more than
     *                                  {@value TopicTemplate#MAX_VARIABLES} variables; with a sentence that says what is accepted
     */
    static TopicMatcher of(String text) {
        if (text.equals(AnyTopic.TEXT)) {
            return AnyTopic.INSTANCE;
        }
        Topic topic = new Topic(text);
        return TemplateParser.isTemplate(text) ? new TopicTemplate(topic) : new ExactTopic(topic);
    }

    /** Whether an update to this topic is wanted. */
    boolean matches(Topic topic);

    /** Whether it may match a topic that begins with the prefix; may say yes too often, never no wrongly. */
    boolean mayMatchPrefix(String prefix);

    /** How many variables it has: what it may cost to match. */
    default int variables() {
        return 0;
    }

    /** What every topic begins with that matches. */
    String literalPrefix();

    /** What {@link #of} read. */
    @Override
    String toString();
}
