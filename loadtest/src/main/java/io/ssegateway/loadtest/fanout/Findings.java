package io.ssegateway.loadtest.fanout;

import org.HdrHistogram.Histogram;

/**
 * What streams got, known when they are closed.
 *
 * @param openNanos from the first connect to the last response head
 * @param lastDeliveryNanos when the last measured delivery came, by {@link System#nanoTime}
 * @param latency of the measured deliveries, in nanoseconds
 */
record Findings(
        long deliveries,
        long missing,
        long duplicated,
        long outOfOrder,
        long otherEvents,
        long openNanos,
        long lastDeliveryNanos,
        Histogram latency) {

    static final int SIGNIFICANT_DIGITS = 3;

    /** Of a process that cannot tell what its streams got: they might as well have got nothing. */
    static Findings lost(long missing) {
        return new Findings(0, missing, 0, 0, 0, 0, Long.MIN_VALUE, new Histogram(SIGNIFICANT_DIGITS));
    }

    Findings plus(Findings other) {
        Histogram both = latency.copy();
        both.add(other.latency);
        return new Findings(
                deliveries + other.deliveries,
                missing + other.missing,
                duplicated + other.duplicated,
                outOfOrder + other.outOfOrder,
                otherEvents + other.otherEvents,
                Math.max(openNanos, other.openNanos),
                Math.max(lastDeliveryNanos, other.lastDeliveryNanos),
                both);
    }
}
