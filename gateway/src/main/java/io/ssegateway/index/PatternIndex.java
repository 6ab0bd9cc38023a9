package io.ssegateway.index;

import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which patterns of one event loop's audiences match a topic. The answer for a topic is cached, so that patterns are
 * matched once for each topic and not for each update. The cache is bounded: the least recently used topic is evicted.
 *
 * <p>Streams open and close all the time. So a new pattern does not invalidate an answer: the answer knows how many
 * patterns it has matched, and matches the new ones when it is used next. A pattern that nobody asks for any more stays
 * in the answers, without audiences, until half of all patterns are such; then the cache is cleared.
 */
final class PatternIndex {
    private static final int MAX_REMEMBERED = 8_192;
    /** Patterns in all answers together; more, and everything is forgotten. */
    private static final int MAX_MATCHES = 1 << 20;

    private static final int FEW = 16;

    private static final class Answer {
        final List<Pattern> patterns = new ArrayList<>(2);
        int seen;
    }

    private final Map<TopicMatcher, Pattern> byMatcher = new HashMap<>();
    private final List<Pattern> inOrder = new ArrayList<>();
    private final PrefixIndex byPrefix = new PrefixIndex();
    private int unused;
    /** Patterns in all answers together. */
    private int remembered;

    private final Map<Topic, Answer> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Topic, Answer> eldest) {
            boolean tooMany = size() > MAX_REMEMBERED;
            if (tooMany) {
                remembered -= eldest.getValue().patterns.size();
            }
            return tooMany;
        }
    };
    /** The audiences, each with its patterns; for the eyes of other threads, too. */
    private final Map<Audience, List<Pattern>> open = new ConcurrentHashMap<>();

    void add(Audience audience) {
        List<Pattern> patterns = new ArrayList<>(1);
        for (TopicMatcher matcher : audience.kind().interest().patterns()) {
            Pattern pattern = byMatcher.computeIfAbsent(matcher, this::opened);
            pattern.audiences().add(audience);
            patterns.add(pattern);
        }
        open.put(audience, patterns);
    }

    private Pattern opened(TopicMatcher matcher) {
        Pattern pattern = new Pattern(matcher);
        inOrder.add(pattern);
        byPrefix.add(pattern);
        return pattern;
    }

    void remove(Audience audience) {
        List<Pattern> patterns = open.remove(audience);
        if (patterns != null) {
            patterns.forEach(pattern -> remove(audience, pattern));
        }
    }

    private void remove(Audience audience, Pattern pattern) {
        pattern.audiences().remove(audience);
        if (!pattern.audiences().isEmpty()) {
            return;
        }
        byMatcher.remove(pattern.matcher());
        if (++unused > FEW && unused > inOrder.size() / 2) {
            inOrder.removeIf(candidate -> candidate.audiences().isEmpty());
            byPrefix.clear();
            inOrder.forEach(byPrefix::add);
            forget();
            unused = 0;
        }
    }

    /** The patterns that match; some may have no audience any more. */
    List<Pattern> of(Topic topic) {
        if (inOrder.isEmpty()) {
            return List.of();
        }
        if (remembered > MAX_MATCHES) {
            forget();
        }
        Answer answer = answers.computeIfAbsent(topic, this::fresh);
        for (; answer.seen < inOrder.size(); answer.seen++) {
            addIfMatching(inOrder.get(answer.seen), topic, answer);
        }
        return answer.patterns;
    }

    private void forget() {
        answers.clear();
        remembered = 0;
    }

    private Answer fresh(Topic topic) {
        Answer answer = new Answer();
        byPrefix.forEach(topic, pattern -> addIfMatching(pattern, topic, answer));
        answer.seen = inOrder.size();
        return answer;
    }

    private void addIfMatching(Pattern pattern, Topic topic, Answer answer) {
        if (!pattern.audiences().isEmpty() && pattern.matcher().matches(topic)) {
            answer.patterns.add(pattern);
            remembered++;
        }
    }

    /** Whether there is any pattern; may be called by any thread. */
    boolean hasAny() {
        return !open.isEmpty();
    }

    /** Subscribers that want the topic and do not ask for it by its name; may be called by any thread. */
    int interestedByPatternAlone(Topic topic) {
        int sum = 0;
        for (Map.Entry<Audience, List<Pattern>> entry : open.entrySet()) {
            Interest interest = entry.getKey().kind().interest();
            if (!interest.topics().contains(topic) && matchesAny(entry.getValue(), topic)) {
                sum += entry.getKey().members().count();
            }
        }
        return sum;
    }

    private static boolean matchesAny(List<Pattern> patterns, Topic topic) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matchesAgain(topic)) {
                return true;
            }
        }
        return false;
    }
}
