package io.ssegateway.index;

import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which audiences of one event loop want a topic by a pattern. The answer for a topic is cached, so that patterns are
 * matched once for each topic and not for each update. The cache is bounded: the least recently used topic is evicted.
 *
 * <p>Streams open and close all the time. So a new audience does not invalidate an answer: the answer knows how many
 * audiences it has matched, and matches the new ones when it is used next. A closed audience stays in the answers,
 * empty, until half of all audiences are closed; then the cache is cleared.
 */
final class PatternIndex {
    private static final int MAX_REMEMBERED = 8_192;
    /** Audiences in all answers together; more, and everything is forgotten. */
    private static final int MAX_AUDIENCES = 1 << 20;

    private static final int FEW = 16;

    private static final class Answer {
        final List<Audience> audiences = new ArrayList<>(2);
        int seen;
    }

    private final List<Audience> inOrder = new ArrayList<>();
    private final PrefixIndex byPrefix = new PrefixIndex();
    private int closed;
    /** Audiences in all answers together. */
    private int remembered;

    private final Map<Topic, Answer> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Topic, Answer> eldest) {
            boolean tooMany = size() > MAX_REMEMBERED;
            if (tooMany) {
                remembered -= eldest.getValue().audiences.size();
            }
            return tooMany;
        }
    };
    /** The same audiences for the eyes of other threads. */
    private final Set<Audience> open = ConcurrentHashMap.newKeySet();

    void add(Audience audience) {
        inOrder.add(audience);
        byPrefix.add(audience);
        open.add(audience);
    }

    void remove(Audience audience) {
        open.remove(audience);
        if (++closed > FEW && closed > inOrder.size() / 2) {
            inOrder.removeIf(candidate -> candidate.members().count() == 0);
            byPrefix.clear();
            inOrder.forEach(byPrefix::add);
            forget();
            closed = 0;
        }
    }

    /** The audiences with a pattern that matches. */
    List<Audience> of(Topic topic) {
        if (inOrder.isEmpty()) {
            return List.of();
        }
        if (remembered > MAX_AUDIENCES) {
            forget();
        }
        Answer answer = answers.computeIfAbsent(topic, this::fresh);
        for (; answer.seen < inOrder.size(); answer.seen++) {
            addIfMatching(inOrder.get(answer.seen), topic, answer);
        }
        return answer.audiences;
    }

    private void forget() {
        answers.clear();
        remembered = 0;
    }

    private Answer fresh(Topic topic) {
        Answer answer = new Answer();
        Set<Audience> candidates = new LinkedHashSet<>();
        byPrefix.collect(topic, candidates);
        candidates.forEach(audience -> addIfMatching(audience, topic, answer));
        answer.seen = inOrder.size();
        return answer;
    }

    private void addIfMatching(Audience audience, Topic topic, Answer answer) {
        if (matches(audience.kind().interest(), topic)) {
            answer.audiences.add(audience);
            remembered++;
        }
    }

    private static boolean matches(Interest interest, Topic topic) {
        List<TopicMatcher> patterns = interest.patterns();
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(topic)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is any pattern; may be asked by any thread. */
    boolean hasAny() {
        return !open.isEmpty();
    }

    /** Subscribers that want the topic and do not ask for it by its name; may be asked by any thread. */
    int interestedByPatternAlone(Topic topic) {
        int sum = 0;
        for (Audience audience : open) {
            Interest interest = audience.kind().interest();
            if (!interest.topics().contains(topic) && matches(interest, topic)) {
                sum += audience.members().count();
            }
        }
        return sum;
    }
}
