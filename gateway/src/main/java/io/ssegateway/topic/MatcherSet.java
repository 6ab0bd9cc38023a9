package io.ssegateway.topic;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Matchers of which one is enough. Those that name a topic are looked up, however many they are; the others are asked
 * one after the other, and so are bounded. Two sets are equal if they have the same matchers, in whatever order.
 * Immutable.
 */
final class MatcherSet {
    /** Of all templates of one set together. */
    static final int MAX_VARIABLES = 128;

    /** With its topic, and its places in the set and in the index of topics. */
    private static final long BYTES_OF_A_MATCHER = 256;

    private static final long BYTES_OF_A_VARIABLE = 256;

    static final MatcherSet NONE = new MatcherSet(List.of(), "");

    /** In their order. Sets of JDK collections would take several times as much, and there is one for each stream. */
    private final List<TopicMatcher> matchers;

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
        this.matchers = List.copyOf(new LinkedHashSet<>(matchers));
        this.topics = this.matchers.stream()
                .filter(ExactTopic.class::isInstance)
                .map(matcher -> ((ExactTopic) matcher).topic())
                .collect(Collectors.toUnmodifiableSet());
        this.patterns = this.matchers.stream()
                .filter(matcher -> !(matcher instanceof ExactTopic))
                .toList();
        this.variables = patterns.stream().mapToInt(TopicMatcher::variables).sum();
        if (variables > MAX_VARIABLES) {
            throw new IllegalArgumentException(
                    what + " of a stream may have at most " + MAX_VARIABLES + " variables in total.");
        }
    }

    /** Variables of all templates together. */
    int variables() {
        return variables;
    }

    List<TopicMatcher> all() {
        return matchers;
    }

    /** About how many bytes of memory the set takes. */
    long bytes() {
        long sum = 0;
        for (TopicMatcher matcher : matchers) {
            sum += BYTES_OF_A_MATCHER + 2L * matcher.toString().length() + BYTES_OF_A_VARIABLE * matcher.variables();
        }
        return sum;
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
        return other instanceof MatcherSet set
                && matchers.size() == set.matchers.size()
                && topics.equals(set.topics)
                && (patterns.equals(set.patterns) || new HashSet<>(patterns).containsAll(set.patterns));
    }

    @Override
    public int hashCode() {
        int sum = topics.hashCode();
        for (TopicMatcher pattern : patterns) {
            sum += pattern.hashCode(); // In whatever order.
        }
        return sum;
    }

    @Override
    public String toString() {
        return matchers.toString();
    }
}
