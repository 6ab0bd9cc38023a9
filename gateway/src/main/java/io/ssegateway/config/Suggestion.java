package io.ssegateway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a misspelt one was probably meant to be. */
final class Suggestion {

    private static final int FAR = 4;

    private Suggestion() {}

    /** The closest of the known names, unless even that is far off. */
    static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) < FAR)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** Between the whole names; or else between their last parts: {@code max-age} is meant to be {@code stream.max-age}. */
    private static int distance(String name, String candidate) {
        return Math.min(edits(name, candidate), 2 + edits(lastPart(name), lastPart(candidate)));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Levenshtein's distance, blind for the difference between maxAge, max_age and max-age. */
    private static int edits(String left, String right) {
        String a = normalized(left);
        String b = normalized(right);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static String normalized(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}
