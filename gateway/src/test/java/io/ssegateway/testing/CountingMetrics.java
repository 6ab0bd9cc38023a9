package io.ssegateway.testing;

import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GapReason;
import io.ssegateway.metrics.GatewayMetrics;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers what was recorded. */
public final class CountingMetrics implements GatewayMetrics {
    public final AtomicLong opened = new AtomicLong();
    public final Queue<CloseReason> closed = new ConcurrentLinkedQueue<>();
    public final AtomicLong events = new AtomicLong();
    public final AtomicLong writes = new AtomicLong();
    public final AtomicLong bytes = new AtomicLong();
    public final AtomicLong heartbeats = new AtomicLong();
    public final AtomicLong lagging = new AtomicLong();
    public final Queue<GapReason> gaps = new ConcurrentLinkedQueue<>();
    /** Whether the next batch that was delivered ends in an error. */
    public volatile boolean failsOnce;

    @Override
    public void streamOpened() {
        opened.incrementAndGet();
    }

    @Override
    public void streamClosed(CloseReason reason) {
        closed.add(reason);
    }

    @Override
    public void delivered(long deliveredEvents, long deliveredWrites, long deliveredBytes) {
        events.addAndGet(deliveredEvents);
        writes.addAndGet(deliveredWrites);
        bytes.addAndGet(deliveredBytes);
    }

    @Override
    public void heartbeats(long count, long heartbeatBytes) {
        heartbeats.addAndGet(count);
        bytes.addAndGet(heartbeatBytes);
    }

    @Override
    public void gap(GapReason reason) {
        gaps.add(reason);
    }

    @Override
    public void deliveryLatency(long nanos) {
        if (failsOnce) {
            failsOnce = false;
            throw new OutOfMemoryError("for a test");
        }
    }

    @Override
    public void lagging(int change) {
        lagging.addAndGet(change);
    }
}
