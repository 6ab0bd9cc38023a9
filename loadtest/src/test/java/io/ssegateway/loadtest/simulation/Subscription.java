package io.ssegateway.loadtest.simulation;

import io.ssegateway.eventlog.Position;
import java.util.BitSet;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber has got since it first opened its stream, over all of its connections. Used by one thread at a
 * time: Gatling keeps a virtual user on one event loop.
 */
final class Subscription {

    /** An event as Gatling shows it: as a JSON object, with data that is an object itself put in as it is. */
    private static final Pattern NUMBERED = Pattern.compile("\"id\":\"([^\"]+)\".*\"number\":(\\d+)");

    private static final Pattern GAP = Pattern.compile("\"event\":\"gap\"");

    private final BitSet numbers = new BitSet();
    private @Nullable Position begin;
    private Position cursor = Position.ORIGIN;
    private int twice;
    private int outOfOrder;
    private int gaps;

    /** The stream began with this id: at its first connection, the place from which on it is to get everything. */
    void begin(String id) {
        if (begin == null) {
            begin = position(id);
            cursor = begin;
        }
    }

    private static Position position(String id) {
        return Position.parse(id).orElseThrow(() -> new IllegalArgumentException("not an id of this gateway: " + id));
    }

    /** The id of the last message, by which a client resumes. */
    String cursor() {
        return cursor.toString();
    }

    /** An event as Gatling shows it. */
    void take(String event) {
        Matcher numbered = NUMBERED.matcher(event);
        if (numbered.find()) {
            message(position(numbered.group(1)), Integer.parseInt(numbered.group(2)));
        } else if (GAP.matcher(event).find()) {
            gaps++;
        }
    }

    private void message(Position position, int number) {
        if (numbers.get(number)) {
            twice++;
        } else if (!position.isAfter(cursor)) {
            outOfOrder++;
        }
        numbers.set(number);
        cursor = position;
    }

    /** How many messages it got, each counted once. */
    int count() {
        return numbers.cardinality();
    }

    /** How many it does not have of those that it was to get. */
    int missing(Publications published) {
        BitSet missing = expected(published);
        missing.andNot(numbers);
        return missing.cardinality();
    }

    private BitSet expected(Publications published) {
        return begin == null ? new BitSet() : published.behind(begin);
    }

    /** What is wrong with what it got, when all is published and delivered; the empty text if nothing is. */
    String faults(Publications published) {
        if (begin == null) {
            return "the stream never began";
        }
        BitSet foreign = (BitSet) numbers.clone();
        foreign.andNot(expected(published));
        StringJoiner faults = new StringJoiner(", ");
        add(faults, missing(published), "missing");
        add(faults, twice, "twice");
        add(faults, outOfOrder, "out of order");
        add(faults, gaps, "gaps");
        add(faults, foreign.cardinality(), "from before the stream began, or never acknowledged");
        return faults.toString();
    }

    private static void add(StringJoiner faults, int count, String what) {
        if (count > 0) {
            faults.add(count + " " + what);
        }
    }
}
