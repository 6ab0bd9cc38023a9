package io.ssegateway.index;

import io.ssegateway.ring.RingFrame;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which audiences of one event loop want which topic. An update costs a look-up for each of its topics, and nothing for
 * other topics. Only the loop changes it; publishers on other threads only read how many subscribers a topic has.
 */
public final class TopicIndex {

    /** The audiences that ask for a topic by its name. */
    private static final class ByName {
        /** A list takes a fifth of a set's memory, and most topics have one audience. */
        private static final int MOST_IN_A_LIST = 8;

        private Collection<Audience> audiences = new ArrayList<>(1);
        volatile int subscribers;

        void add(Audience audience) {
            if (audiences.size() == MOST_IN_A_LIST) {
                audiences = new LinkedHashSet<>(audiences);
            }
            audiences.add(audience);
        }

        /** On the loop alone, so that nothing is lost between reading and writing. */
        void count(int change) {
            int now = subscribers + change;
            subscribers = now;
        }
    }

    private final Map<Audience.Kind, Audience> audiences = new HashMap<>();
    private final Map<Topic, ByName> byName = new ConcurrentHashMap<>();
    private final PatternIndex byPattern = new PatternIndex();
    private final GrantIndex byGrant = new GrantIndex();
    /** The audiences that want the current private update. */
    private final List<Audience> noted = new ArrayList<>();

    /** Whether there is no audience at all. */
    public boolean isEmpty() {
        return audiences.isEmpty();
    }

    /** Puts a subscriber into the audience of its kind. */
    public void add(Subscriber subscriber) {
        Audience audience = audiences.computeIfAbsent(Audience.Kind.of(subscriber), this::opened);
        subscriber.share(audience.kind().interest());
        audience.members().add(subscriber);
        count(audience.kind().interest(), 1);
    }

    /** Takes a subscriber out again, if it is in; the last one takes its audience along. */
    public void remove(Subscriber subscriber) {
        Audience audience = subscriber.audienceSlot() < 0 ? null : audience(subscriber);
        if (audience == null) {
            return;
        }
        audience.members().remove(subscriber.audienceSlot());
        count(audience.kind().interest(), -1);
        if (audience.members().count() == 0) {
            audiences.remove(audience.kind());
            closed(audience);
        }
    }

    /** Those that get the same as a subscriber. */
    @Nullable
    Audience audience(Subscriber subscriber) {
        return audiences.get(Audience.Kind.of(subscriber));
    }

    private Audience opened(Audience.Kind kind) {
        Audience audience = new Audience(kind);
        for (Topic topic : kind.interest().topics()) {
            byName.computeIfAbsent(topic, t -> new ByName()).add(audience);
        }
        if (!kind.interest().patterns().isEmpty()) {
            byPattern.add(audience);
        }
        byGrant.add(audience);
        return audience;
    }

    private void closed(Audience audience) {
        Interest interest = audience.kind().interest();
        for (Topic topic : interest.topics()) {
            ByName named = byName.get(topic);
            if (named != null && named.audiences.remove(audience) && named.audiences.isEmpty()) {
                byName.remove(topic);
            }
        }
        if (!interest.patterns().isEmpty()) {
            byPattern.remove(audience);
        }
        byGrant.remove(audience);
    }

    private void count(Interest interest, int change) {
        for (Topic topic : interest.topics()) {
            ByName named = byName.get(topic);
            if (named != null) {
                named.count(change);
            }
        }
    }

    /**
     * Lets every audience take the batch's frame that wants one of its topics and, if it is private, has a grant for
     * one.
     *
     * @return whether there was any
     */
    public boolean offer(RingFrame logged, int frame, List<Audience> touched) {
        return logged.isPrivate()
                ? offerPrivate(logged.topics(), frame, touched)
                : offerPublic(logged.topics(), frame, touched);
    }

    private boolean offerPublic(List<Topic> topics, int frame, List<Audience> touched) {
        boolean taken = false;
        for (int t = 0; t < topics.size(); t++) {
            Topic topic = topics.get(t);
            ByName named = byName.get(topic);
            if (named != null) {
                for (Audience audience : named.audiences) {
                    audience.take(frame, touched);
                }
                taken = true;
            }
            List<Pattern> matching = byPattern.of(topic);
            for (int p = 0; p < matching.size(); p++) {
                for (Audience audience : matching.get(p).audiences()) {
                    audience.take(frame, touched); // Perhaps for a second time, which changes nothing.
                    taken = true;
                }
            }
        }
        return taken;
    }

    /** Looks at those who want it or at those who may have it, whichever are fewer; each is matched once. */
    private boolean offerPrivate(List<Topic> topics, int frame, List<Audience> touched) {
        boolean byWant = wanted(topics) <= byGrant.count(topics);
        if (byWant) {
            noteWanting(topics);
        } else {
            byGrant.forEach(topics, this::note);
        }
        boolean taken = false;
        for (int a = 0; a < noted.size(); a++) {
            Audience audience = noted.get(a);
            if (audience.settle(topics, byWant)) {
                audience.take(frame, touched);
                taken = true;
            }
        }
        noted.clear();
        return taken;
    }

    /** How many audiences want one of the topics; one that wants several may be counted for each. */
    private int wanted(List<Topic> topics) {
        int sum = 0;
        for (int t = 0; t < topics.size(); t++) {
            ByName named = byName.get(topics.get(t));
            sum += named == null ? 0 : named.audiences.size();
            List<Pattern> matching = byPattern.of(topics.get(t));
            for (int p = 0; p < matching.size(); p++) {
                sum += matching.get(p).audiences().size();
            }
        }
        return sum;
    }

    private void noteWanting(List<Topic> topics) {
        for (int t = 0; t < topics.size(); t++) {
            ByName named = byName.get(topics.get(t));
            if (named != null) {
                named.audiences.forEach(this::note);
            }
            byPattern.of(topics.get(t)).forEach(pattern -> pattern.audiences().forEach(this::note));
        }
    }

    private void note(Audience audience) {
        if (audience.note()) {
            noted.add(audience);
        }
    }

    /**
     * Whether any of the topics may be wanted; may be asked by any thread. A stream that was added before is seen, if
     * the update was in the ring before this is asked.
     */
    public boolean mayWant(List<Topic> topics) {
        VarHandle.fullFence(); // Else the look could come before the update can be seen by a stream that opens.
        if (byPattern.hasAny()) {
            return true;
        }
        for (int t = 0; t < topics.size(); t++) {
            if (byName.containsKey(topics.get(t))) {
                return true;
            }
        }
        return false;
    }

    /** How many subscribers want the topic; may be asked by any thread. */
    public int interested(Topic topic) {
        ByName named = byName.get(topic);
        return (named == null ? 0 : named.subscribers) + byPattern.interestedByPatternAlone(topic);
    }
}
