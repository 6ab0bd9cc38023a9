package io.ssegateway.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/**
 * The query parameters of a route. One of another name is passed over, as caches, proxies and libraries add their own,
 * but not one that looks like a known one: passed over, it would answer another question than was asked.
 */
public final class KnownParameters {
    private static final int LONG_NAME = 8;
    private static final DamerauLevenshteinDistance EDITS = new DamerauLevenshteinDistance();

    private final List<String> names;
    private final Map<String, String> otherNames;

    /**
     * Parameters of a route.
     *
     * @param names as they are written
     * @param otherNames other names for them, in lower case and letters only, each with the name that it means
     */
    public KnownParameters(List<String> names, Map<String, String> otherNames) {
        this.names = List.copyOf(names);
        this.otherNames = Map.copyOf(otherNames);
    }

    /**
     * Looks for parameters that were meant to be others.
     *
     * @throws Problem 400 with the one that was probably meant
     */
    public void check(Parameters parameters) {
        for (String name : parameters.names()) {
            if (names.contains(name)) {
                continue;
            }
            meant(letters(name)).ifPresent(known -> {
                throw Problem.badRequest("The parameter \"" + shortened(name) + "\" is unknown; did you mean " + known
                        + "? Accepted: " + String.join(", ", names) + ".");
            });
        }
    }

    private Optional<String> meant(String letters) {
        String other = otherNames.get(letters);
        return other != null
                ? Optional.of(other)
                : names.stream().filter(name -> isNear(letters, letters(name))).findFirst();
    }

    /** Without what distinguishes styles and lists: {@code Topic}, {@code topic[]}, {@code topic[0]}. */
    private static String letters(String name) {
        return name.length() > 64 ? "" : name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static String shortened(String name) {
        return name.length() > 64 ? name.substring(0, 64) + "…" : name;
    }

    /** One wrong, missing or surplus letter, or two letters in the wrong order; two mistakes in a long name. */
    private static boolean isNear(String letters, String known) {
        return Math.abs(letters.length() - known.length()) <= 2
                && EDITS.apply(letters, known) <= (known.length() < LONG_NAME ? 1 : 2);
    }
}
