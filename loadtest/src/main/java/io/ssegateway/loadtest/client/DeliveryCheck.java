package io.ssegateway.loadtest.client;

import java.util.BitSet;

/**
 * Checks that one stream gets the messages 0, 1, 2 and so on, each once and in order. Not thread-safe: belongs to the
 * stream's event loop. Costs two numbers as long as nothing goes wrong.
 */
public final class DeliveryCheck {

    private final int limit;
    private final BitSet skipped = new BitSet();
    private int next;
    private int duplicated;
    private int outOfOrder;

    /** @param limit messages there are in all, or will be at most */
    public DeliveryCheck(int limit) {
        this.limit = limit;
    }

    /**
     * Notes a message, and tells whether it came for the first time. Throws {@link IllegalArgumentException} for a
     * number that was never sent.
     */
    public boolean received(int sequence) {
        if (sequence < 0 || sequence >= limit) {
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
            return false;
        }
        return true;
    }

    public boolean isComplete() {
        return missing(limit) == 0;
    }

    /**
     * Messages that have not come.
     *
     * @param sent how many there were to come, as far as is known
     */
    public int missing(int sent) {
        return Math.max(0, sent - next) + skipped.cardinality();
    }

    public int duplicated() {
        return duplicated;
    }

    /** Messages that came after one with a higher number. */
    public int outOfOrder() {
        return outOfOrder;
    }
}
