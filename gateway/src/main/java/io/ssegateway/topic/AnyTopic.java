package io.ssegateway.topic;

/** Matches every topic. */
public enum AnyTopic implements TopicMatcher {
    /** The only one. */
    INSTANCE;

    static final String TEXT = "*";

    @Override
    public boolean matches(Topic topic) {
        return true;
    }

    @Override
    public boolean mayMatchPrefix(String prefix) {
        return true;
    }

    @Override
    public String literalPrefix() {
        return "";
    }

    @Override
    public String toString() {
        return TEXT;
    }
}
