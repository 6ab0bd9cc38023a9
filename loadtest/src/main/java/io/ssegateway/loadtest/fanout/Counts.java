package io.ssegateway.loadtest.fanout;

/**
 * How far streams have come.
 *
 * @param opened that got their response head
 * @param failed that could not be opened
 * @param open now
 * @param deliveries to all of them
 */
record Counts(int opened, int failed, int open, long deliveries) {

    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(
                opened + other.opened, failed + other.failed, open + other.open, deliveries + other.deliveries);
    }
}
