package io.ssegateway.index;

import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Audiences by the literal beginnings of their patterns: a topic can match only patterns that begin as it does, and
 * these are found by a look-up for each length that such a beginning has.
 */
final class PrefixIndex {
    private final Map<String, List<Audience>> byPrefix = new HashMap<>();
    private final Set<Integer> lengths = new TreeSet<>();

    void add(Audience audience) {
        for (TopicMatcher pattern : audience.kind().interest().patterns()) {
            String prefix = pattern.literalPrefix();
            lengths.add(prefix.length());
            List<Audience> audiences = byPrefix.computeIfAbsent(prefix, p -> new ArrayList<>(1));
            // Its patterns come one after the other, so that the same beginning finds it at the end.
            if (audiences.isEmpty() || audiences.get(audiences.size() - 1) != audience) {
                audiences.add(audience);
            }
        }
    }

    /** Adds those that may match; one with several patterns may be found several times. */
    void collect(Topic topic, Set<Audience> candidates) {
        String name = topic.name();
        for (int length : lengths) {
            if (length > name.length()) {
                return;
            }
            List<Audience> audiences = byPrefix.get(name.substring(0, length));
            if (audiences != null) {
                candidates.addAll(audiences);
            }
        }
    }

    void clear() {
        byPrefix.clear();
        lengths.clear();
    }
}
