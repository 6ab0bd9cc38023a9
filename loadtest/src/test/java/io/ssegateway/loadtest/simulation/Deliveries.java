package io.ssegateway.loadtest.simulation;

import java.util.concurrent.atomic.LongAdder;

/** The deliveries of all streams of a run, each judged when it is over. Safe for use by any thread. */
final class Deliveries {

    private final Publications published;
    private final LongAdder streams = new LongAdder();
    private final LongAdder faulty = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder missing = new LongAdder();

    Deliveries(Publications published) {
        this.published = published;
    }

    /**
     * @throws IllegalStateException if the subscriber has not got just what it was to get; the message says what is
     *     wrong
     */
    void judge(Subscription subscription) {
        String faults = subscription.faults(published);
        streams.increment();
        delivered.add(subscription.count());
        missing.add(subscription.missing(published));
        if (!faults.isEmpty()) {
            faulty.increment();
            throw new IllegalStateException("delivery: " + faults);
        }
    }

    @Override
    public String toString() {
        return "%d messages published, %d streams, %d deliveries, %d missing, %d streams with faults"
                .formatted(published.count(), streams.sum(), delivered.sum(), missing.sum(), faulty.sum());
    }
}
