package io.ssegateway.eventlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of updates, and on the wire the update's id. Written as {@code <epoch-ms>-<seq>}, like the id of
 * a Redis stream; in a log of several partitions as one such place in each, with dots between.
 *
 * <p>In a log of several partitions two readers may be at different positions of which neither {@linkplain #covers
 * covers} the other.
 *
 * @param epochMillis when the update was accepted, in milliseconds since 1970
 * @param sequence counts the updates of one millisecond from 1; 0 is before all of them
 * @param next the position in the log's next partition; null in the last one, so always null in a log with one
 *     partition
 */
public record Position(
        long epochMillis, long sequence, @Nullable Position next) implements Comparable<Position> {

    /** Before every update, of any log. */
    public static final Position ORIGIN = new Position(0, 0);

    /** In how many partitions a position may be a place. */
    public static final int MAX_PARTITIONS = 64;

    /** How much of the text one partition takes at most. */
    public static final int MAX_PARTITION_CHARS = 2 * 18 + 2;

    /** Between the places in two partitions. */
    private static final String SEPARATOR = ".";

    /** No leading zeros, so that a position has one form alone; 18 digits always fit a {@code long}. */
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,17})-(0|[1-9][0-9]{0,17})");

    /** A place in a log that has one partition. */
    public Position(long epochMillis, long sequence) {
        this(epochMillis, sequence, null);
    }

    /** Reads what {@link #toString} has written; empty if the text is anything else. */
    public static Optional<Position> parse(String text) {
        String[] parts = text.split(Pattern.quote(SEPARATOR), MAX_PARTITIONS + 1);
        if (parts.length > MAX_PARTITIONS) {
            return Optional.empty();
        }
        Position position = null;
        for (int i = parts.length - 1; i >= 0; i--) {
            Matcher matcher = FORM.matcher(parts[i]);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            position = new Position(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), position);
        }
        return Optional.ofNullable(position);
    }

    /** Reads a place in a log that has one partition; empty if the text is anything else. */
    public static Optional<Position> parseSingle(String text) {
        return parse(text).filter(position -> position.next == null);
    }

    /** The number of partitions of this position. */
    public int partitions() {
        return next == null ? 1 : 1 + next.partitions();
    }

    /** Whether a reader at this position has everything that a reader at the other one has. */
    public boolean covers(Position other) {
        if (compareHere(other) < 0) {
            return false;
        }
        if (other.next == null) {
            return next == null || other.equals(ORIGIN);
        }
        return next != null && next.covers(other.next);
    }

    /** Whether this position comes after the other one: a reader here has more. */
    public boolean isAfter(Position other) {
        return covers(other) && !equals(other);
    }

    /** The first place that covers both, in each partition the later of the two. */
    public Position join(Position other) {
        return choose(other, true);
    }

    /** The last place that both cover, in each partition the earlier of the two. */
    public Position meet(Position other) {
        return choose(other, false);
    }

    private Position choose(Position other, boolean later) {
        if (covers(other)) {
            return later ? this : other;
        }
        if (other.covers(this)) {
            return later ? other : this;
        }
        if (next == null || other.next == null) {
            throw new IllegalArgumentException(this + " and " + other + " are not positions of the same log");
        }
        Position here = compareHere(other) > 0 == later ? this : other;
        return new Position(here.epochMillis, here.sequence, next.choose(other.next, later));
    }

    /**
     * The position just before an update: everything that was appended earlier is at or before it. It reveals no more
     * than the update's own position. In a log of several partitions the partition of the update is unknown:
     * {@code otherwise}.
     */
    public Position beforeOr(Position otherwise) {
        return next == null && sequence > 0 ? new Position(epochMillis, sequence - 1) : otherwise;
    }

    /** Moves on where, between two places of the same log, anything has moved. */
    public Position moved(Position from, Position to) {
        if (to.next == null || next == null || from.next == null) {
            return to;
        }
        Position here = to.compareHere(from) == 0 ? this : to;
        return new Position(here.epochMillis, here.sequence, next.moved(from.next, to.next));
    }

    private int compareHere(Position other) {
        int byTime = Long.compare(epochMillis, other.epochMillis);
        return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }

    /** Places of which one covers the other are in that order; in a log of one partition all are. */
    @Override
    public int compareTo(Position other) {
        int here = compareHere(other);
        if (here != 0) {
            return here;
        }
        if (next == null || other.next == null) {
            return Boolean.compare(next != null, other.next != null);
        }
        return next.compareTo(other.next);
    }

    @Override
    public String toString() {
        String here = epochMillis + "-" + sequence;
        return next == null ? here : here + SEPARATOR + next;
    }
}
