package io.ssegateway.loadtest;

import java.util.BitSet;

/**
 * Checks that one stream gets the messages 0 to {@code expected - 1}, each once and in order. Not thread-safe: belongs to the
 * stream's event loop. Costs two numbers as long as nothing goes wrong.
 */
final class DeliveryCheck {

    private final int expected;
    private final BitSet skipped = new BitSet();
    private int next;
    private int duplicated;
    private int outOfOrder;

    DeliveryCheck(int expected) {
        this.expected = expected;
    }

    /** Throws {@link IllegalArgumentException} for a number that was never sent. */
    void received(int sequence) {
        if (sequence < 0 || sequence >= expected) {
            throw new IllegalArgumentException("it got message " + sequence + ", which was never sent");
        }
        if (sequence >= next) {
            skipped.set(next, sequence);
            next = sequence + 1;
        } else if (skipped.get(sequence)) {
            skipped.clear(sequence);
            outOfOrder++;
        } else {
            duplicated++;
        }
    }

    boolean isComplete() {
        return missing() == 0;
    }

    int missing() {
        return expected - next + skipped.cardinality();
    }

    int duplicated() {
        return duplicated;
    }

    /** Messages that came after one with a higher number. */
    int outOfOrder() {
        return outOfOrder;
    }
}
