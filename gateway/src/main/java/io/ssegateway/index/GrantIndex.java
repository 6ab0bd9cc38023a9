package io.ssegateway.index;

import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which audiences may have a private update. Often all ask for the same, and a private update is for one of them: then
 * few have a grant for it, though many want it. Belongs to its event loop.
 */
final class GrantIndex {
    private final Map<Topic, Set<Audience>> byName = new HashMap<>();
    /** Those with a pattern among their grants, which may match any topic. */
    private final Set<Audience> byPattern = new LinkedHashSet<>();

    void add(Audience audience) {
        Interest interest = audience.kind().interest();
        interest.grantedTopics()
                .forEach(topic -> byName.computeIfAbsent(topic, t -> new LinkedHashSet<>(2))
                        .add(audience));
        if (interest.hasGrantedPatterns()) {
            byPattern.add(audience);
        }
    }

    void remove(Audience audience) {
        for (Topic topic : audience.kind().interest().grantedTopics()) {
            byName.computeIfPresent(topic, (t, audiences) -> {
                audiences.remove(audience);
                return audiences.isEmpty() ? null : audiences;
            });
        }
        byPattern.remove(audience);
    }

    /** How many {@link #forEach} would find. */
    int count(List<Topic> topics) {
        int sum = byPattern.size();
        for (Topic topic : topics) {
            sum += byName.getOrDefault(topic, Set.of()).size();
        }
        return sum;
    }

    /** Each that may have an update to these topics, perhaps more than once, and perhaps some that may not. */
    void forEach(List<Topic> topics, Consumer<Audience> action) {
        byPattern.forEach(action);
        for (Topic topic : topics) {
            byName.getOrDefault(topic, Set.of()).forEach(action);
        }
    }
}
