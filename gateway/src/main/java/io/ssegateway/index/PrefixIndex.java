package io.ssegateway.index;

import io.ssegateway.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Patterns by their literal beginnings: a topic can match only patterns that begin as it does, and these are found by a
 * look-up for each length that such a beginning has.
 */
final class PrefixIndex {
    private final Map<String, List<Pattern>> byPrefix = new HashMap<>();
    private final Set<Integer> lengths = new TreeSet<>();

    void add(Pattern pattern) {
        String prefix = pattern.matcher().literalPrefix();
        lengths.add(prefix.length());
        byPrefix.computeIfAbsent(prefix, p -> new ArrayList<>(1)).add(pattern);
    }

    /** Each pattern that may match. */
    void forEach(Topic topic, Consumer<Pattern> action) {
        String name = topic.name();
        for (int length : lengths) {
            if (length > name.length()) {
                return;
            }
            List<Pattern> patterns = byPrefix.get(name.substring(0, length));
            if (patterns != null) {
                patterns.forEach(action);
            }
        }
    }

    void clear() {
        byPrefix.clear();
        lengths.clear();
    }
}
