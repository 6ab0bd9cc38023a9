package io.ssegateway.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All that one stream asks for: an update is wanted if one of its topics matches one of the matchers. Two interests are equal
 * if they have the same matchers, in whatever order, so that streams which want the same can share what is found out for one;
 * as keys they are cheap, their hash is computed once. Immutable and safe for any thread.
 */
public final class Interest {
    /** Of a stream that wants no updates. */
    public static final Interest NONE = new Interest(List.of());

    /** Every update may have to be matched against all of them. */
    public static final int MAX_VARIABLES = 128;

    private final Set<TopicMatcher> matchers;
    private final Set<Topic> topics;
    private final List<TopicMatcher> patterns;
    private final int hash;

    /**
     * An interest in what any of the matchers matches; one that is given twice counts once.
     *
     * @throws IllegalArgumentException if the templates have more than {@value #MAX_VARIABLES} variables together, with a
     *                                  sentence that says so
     */
    public Interest(Collection<? extends TopicMatcher> matchers) {
        this.matchers = new LinkedHashSet<>(matchers);
        Set<Topic> named = new HashSet<>();
        List<TopicMatcher> others = new ArrayList<>();
        int variables = 0;
        for (TopicMatcher matcher : this.matchers) {
            if (matcher instanceof ExactTopic exact) {
                named.add(exact.topic());
            } else {
                others.add(matcher);
                variables += matcher.variables();
            }
        }
        if (variables > MAX_VARIABLES) {
            throw new IllegalArgumentException(
                    "The templates of a stream have at most " + MAX_VARIABLES + " variables together.");
        }
        this.topics = Set.copyOf(named);
        this.patterns = List.copyOf(others);
        this.hash = this.matchers.hashCode();
    }

    /** An interest in these topics. */
    public static Interest in(Topic... topics) {
        return new Interest(List.of(topics).stream().map(ExactTopic::new).toList());
    }

    /** The topics that are asked for by name, in no order; not to be changed. */
    public Set<Topic> topics() {
        return topics;
    }

    /** What is asked for otherwise, in the order in which the subscriber did; not to be changed. */
    public List<TopicMatcher> patterns() {
        return patterns;
    }

    /** How many different matchers there are. */
    public int size() {
        return matchers.size();
    }

    /** Whether no update at all is wanted. */
    public boolean isEmpty() {
        return matchers.isEmpty();
    }

    /** Whether an update to these topics is wanted: one of them is enough. */
    public boolean matches(List<Topic> updateTopics) {
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

    /** What is asked for, each as its subscriber wrote it, in the order in which it did. */
    public List<String> texts() {
        return matchers.stream().map(TopicMatcher::toString).toList();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Interest interest && hash == interest.hash && matchers.equals(interest.matchers));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return matchers.toString();
    }
}
