package io.ssegateway.topic;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What one stream asks for, and what it may get of it. A public update is wanted if one of its topics matches one of
 * the matchers; a private one only if, in addition, one of its topics, the same or another, matches one of the stream's
 * grants.
 *
 * <p>Two interests are equal if they have the same matchers and the same grants, in any order, so that streams with the
 * same interest can share results; as keys they are cheap, because their hash is computed once. Immutable and safe for
 * any thread.
 */
public final class Interest {
    /**
     * Every update may have to be matched against all templates asked for, every private one also against all granted.
     */
    public static final int MAX_VARIABLES = MatcherSet.MAX_VARIABLES;

    /** Of a stream that wants no updates. */
    public static final Interest NONE = new Interest(List.of());

    private static final int VARIABLES_PER_SHARE = 4;

    private final MatcherSet wanted;
    private final MatcherSet granted;
    private final int hash;

    /**
     * An interest in the public updates that any of the matchers matches; duplicates are removed.
     *
     * @throws IllegalArgumentException if the templates have more than {@value #MAX_VARIABLES} variables in total, with
     *     a sentence that says so
     */
    public Interest(Collection<? extends TopicMatcher> matchers) {
        this(matchers, List.of());
    }

    /**
     * An interest in what any of the matchers matches. Private updates must match one of the grants, too: {@code *}
     * grants all.
     *
     * @throws IllegalArgumentException if the templates that are asked for, or those that are granted, have more than
     *     {@value #MAX_VARIABLES} variables together, with a sentence that says which
     */
    public Interest(Collection<? extends TopicMatcher> matchers, Collection<? extends TopicMatcher> grants) {
        this(
                new MatcherSet(matchers, "The templates"),
                grants.isEmpty() ? MatcherSet.NONE : new MatcherSet(grants, "The grants"));
    }

    private Interest(MatcherSet wanted, MatcherSet granted) {
        this.wanted = wanted;
        this.granted = granted;
        this.hash = 31 * wanted.hashCode() + granted.hashCode();
    }

    /** An interest in these topics, without grants. */
    public static Interest in(Topic... topics) {
        return new Interest(List.of(topics).stream().map(ExactTopic::new).toList());
    }

    /**
     * The same interest, with these grants.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public Interest granted(Collection<? extends TopicMatcher> grants) {
        return new Interest(wanted, grants.isEmpty() ? MatcherSet.NONE : new MatcherSet(grants, "The grants"));
    }

    /** The topics that are asked for by name, in no order; not to be changed. */
    public Set<Topic> topics() {
        return wanted.topics();
    }

    /** What is asked for otherwise, in the order in which the subscriber did; not to be changed. */
    public List<TopicMatcher> patterns() {
        return wanted.patterns();
    }

    /**
     * How many updates may be looked at in a row where as many as {@code most} of a single topic may: a template costs
     * a thousand times as much as a name, and its client chooses how many variables it has.
     */
    public int affordable(int most) {
        return Math.max(1, most / (1 + wanted.variables() / VARIABLES_PER_SHARE));
    }

    /** The topics that are granted by name, in no order; not to be changed. */
    public Set<Topic> grantedTopics() {
        return granted.topics();
    }

    /** Whether other topics may be granted, too. */
    public boolean hasGrantedPatterns() {
        return !granted.patterns().isEmpty();
    }

    /** How many different matchers there are. */
    public int size() {
        return wanted.all().size();
    }

    /** About how many bytes of memory the interest takes, in the index as well. */
    public long bytes() {
        return wanted.bytes() + granted.bytes();
    }

    /** Whether no update at all is wanted. */
    public boolean isEmpty() {
        return wanted.all().isEmpty();
    }

    /**
     * Whether an update to these topics is wanted and, if it is private, granted: one of the topics is enough for each.
     */
    public boolean matches(List<Topic> updateTopics, boolean isPrivate) {
        return wanted.matchesAny(updateTopics) && (!isPrivate || isGranted(updateTopics));
    }

    /** Whether an update to these topics may be had, wanted or not. */
    public boolean mayRead(List<Topic> updateTopics, boolean isPrivate) {
        return !isPrivate || isGranted(updateTopics);
    }

    /** Whether private updates may be had at all. */
    public boolean hasGrants() {
        return !granted.all().isEmpty();
    }

    /**
     * Whether the grants cover a private update to these topics, wanted or not: one topic is enough. The announcements
     * between gateways are never granted.
     */
    public boolean isGranted(List<Topic> updateTopics) {
        return granted.matchesAny(updateTopics) && !ReservedTopics.isInternal(updateTopics);
    }

    /** What is asked for, each as its subscriber wrote it, in the subscriber's order. */
    public List<String> texts() {
        return wanted.all().stream().map(TopicMatcher::toString).toList();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Interest interest
                        && hash == interest.hash
                        && wanted.equals(interest.wanted)
                        && granted.equals(interest.granted));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** What is asked for; the grants must not be shown to others. */
    @Override
    public String toString() {
        return wanted.toString();
    }
}
