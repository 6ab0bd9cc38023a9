package io.ssegateway.eventlog;

/**
 * A place in the order of updates, and on the wire the update's id. Written as {@code <epoch-ms>-<seq>}, like the id of a
 * Redis stream.
 *
 * @param epochMillis when the update was taken, in milliseconds since 1970
 * @param sequence    counts the updates of one millisecond from 0
 */
public record Position(long epochMillis, long sequence) implements Comparable<Position> {

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
