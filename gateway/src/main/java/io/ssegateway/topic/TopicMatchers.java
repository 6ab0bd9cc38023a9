package io.ssegateway.topic;

/** Reads matchers. */
public final class TopicMatchers {
    private TopicMatchers() {}

    /**
     * Reads what a subscriber asks for: {@code *} is any topic, a text with expressions in braces that are valid by RFC
     * 6570 is a template, and every other text, even with other braces, is the topic of that name.
     *
     * @throws IllegalArgumentException if the text is not a {@linkplain Topic#Topic topic's name} or is a template with
     *     more than {@value TemplateParser#MAX_VARIABLES} variables; with a sentence that says what is accepted
     */
    public static TopicMatcher of(String text) {
        if (text.equals(AnyTopic.TEXT)) {
            return AnyTopic.INSTANCE;
        }
        Topic topic = new Topic(text);
        return TemplateParser.isTemplate(text) ? new TopicTemplate(topic) : new ExactTopic(topic);
    }
}
