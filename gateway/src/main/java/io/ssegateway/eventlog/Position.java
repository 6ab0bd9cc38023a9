package io.ssegateway.eventlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of updates, and on the wire the update's id. Written as {@code <epoch-ms>-<seq>}, like the id of a
 * Redis stream.
 *
 * @param epochMillis when the update was taken, in milliseconds since 1970
 * @param sequence    counts the updates of one millisecond from 0
 */
public record Position(long epochMillis, long sequence) implements Comparable<Position> {

    /** Before every update. */
    public static final Position ORIGIN = new Position(0, 0);

    /** No leading zeros, so that a position has one form alone; 18 digits always fit a {@code long}. */
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,17})-(0|[1-9][0-9]{0,17})");

    /** Reads {@code <epoch-ms>-<seq>}; empty if the text is anything else. */
    public static Optional<Position> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Position(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Whether this place comes behind the other one. */
    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Position other) {
        int byTime = Long.compare(epochMillis, other.epochMillis);
        return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return epochMillis + "-" + sequence;
    }
}
