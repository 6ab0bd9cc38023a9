package io.ssegateway.config.load;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known name that a misspelt one was probably meant to be. */
final class Suggestion {

    private static final int FAR = 4;
    private static final LevenshteinDistance EDITS = LevenshteinDistance.getDefaultInstance();

    private Suggestion() {}

    /** The closest of the known names, unless even that is far off. */
    static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) < FAR)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /**
     * Between the whole names; or else between their last parts: {@code max-age} is meant to be {@code stream.max-age}.
     */
    private static int distance(String name, String candidate) {
        return Math.min(edits(name, candidate), 2 + edits(lastPart(name), lastPart(candidate)));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Blind for the difference between maxAge, max_age and max-age. */
    private static int edits(String left, String right) {
        return EDITS.apply(normalized(left), normalized(right));
    }

    private static String normalized(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}
