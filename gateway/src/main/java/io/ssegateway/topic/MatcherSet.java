package io.ssegateway.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Matchers of which one is enough. Those that name a topic are looked up, however many they are; the others are asked
 * one after the other, and so are bounded. Two sets are equal if they have the same matchers, in whatever order.
 * Immutable.
 */
final class MatcherSet {
    /** Of all templates of one set together. */
    static final int MAX_VARIABLES = 128;

    static final MatcherSet NONE = new MatcherSet(List.of(), "");

    private final Set<TopicMatcher> matchers;
    private final Set<Topic> topics;
    private final List<TopicMatcher> patterns;
    private final int variables;

    /**
     * A set of matchers; duplicates are removed.
     *
     * @param what names the matchers in the message
     * @throws IllegalArgumentException if they have more than {@value #MAX_VARIABLES} variables in total
     */
    MatcherSet(Collection<? extends TopicMatcher> matchers, String what) {
        this.matchers = new LinkedHashSet<>(matchers);
        Set<Topic> named = new HashSet<>();
        List<TopicMatcher> others = new ArrayList<>();
        int sum = 0;
        for (TopicMatcher matcher : this.matchers) {
            if (matcher instanceof ExactTopic exact) {
                named.add(exact.topic());
            } else {
                others.add(matcher);
                sum += matcher.variables();
            }
        }
        if (sum > MAX_VARIABLES) {
            throw new IllegalArgumentException(
                    what + " of a stream may have at most " + MAX_VARIABLES + " variables in total.");
        }
        this.variables = sum;
        this.topics = Set.copyOf(named);
        this.patterns = List.copyOf(others);
    }

    /** Variables of all templates together. */
    int variables() {
        return variables;
    }

    Set<TopicMatcher> all() {
        return matchers;
    }

    Set<Topic> topics() {
        return topics;
    }

    List<TopicMatcher> patterns() {
        return patterns;
    }

    /** Whether one of the matchers matches one of the topics. */
    boolean matchesAny(List<Topic> updateTopics) {
        for (int i = 0; i < updateTopics.size(); i++) {
            if (matches(updateTopics.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(Topic topic) {
        if (topics.contains(topic)) {
            return true;
        }
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(topic)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MatcherSet set && matchers.equals(set.matchers);
    }

    @Override
    public int hashCode() {
        return matchers.hashCode();
    }

    @Override
    public String toString() {
        return matchers.toString();
    }
}
