package io.ssegateway.loadtest.jmh;

import io.ssegateway.metrics.GatewayMetrics;

/** Counts deliveries, so that a benchmark can wait for them. The gateway tells it once per turn of its event loop. */
final class DeliveryCounter implements GatewayMetrics {

    private volatile long delivered;

    @Override
    public void delivered(long events, long writes, long bytes) {
        long before = delivered; // Only one event loop delivers in a benchmark.
        delivered = before + events;
    }

    long delivered() {
        return delivered;
    }

    /** Waits, without giving up the processor, until as many events are delivered in all. */
    void await(long count) {
        while (delivered < count) {
            Thread.onSpinWait();
        }
    }
}
