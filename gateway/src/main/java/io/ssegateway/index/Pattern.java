package io.ssegateway.index;

import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pattern that is asked for, and the audiences that do: it is matched once, however many they are. */
final class Pattern {
    private final TopicMatcher matcher;
    private final Set<Audience> audiences = new LinkedHashSet<>();
    private volatile @Nullable Answer lastAnswer;

    private record Answer(Topic topic, boolean matches) {}

    Pattern(TopicMatcher matcher) {
        this.matcher = matcher;
    }

    TopicMatcher matcher() {
        return matcher;
    }

    /** Belongs to the event loop. */
    Set<Audience> audiences() {
        return audiences;
    }

    /** As {@link TopicMatcher#matches}, for any thread; cheap as long as the same topic is asked for. */
    boolean matchesAgain(Topic topic) {
        Answer answer = lastAnswer;
        if (answer == null || !answer.topic().equals(topic)) {
            answer = new Answer(topic, matcher.matches(topic));
            lastAnswer = answer;
        }
        return answer.matches();
    }
}
