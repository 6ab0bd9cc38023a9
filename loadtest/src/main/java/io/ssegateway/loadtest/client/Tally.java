package io.ssegateway.loadtest.client;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What all streams of a run count together. Thread-safe. */
public final class Tally {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final LongAdder deliveries = new LongAdder();
    private final LongAdder otherEvents = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final AtomicLong lastOpenedNanos = new AtomicLong();
    private final AtomicLong lastDeliveryNanos = new AtomicLong();
    private final AtomicLong lastDoneNanos = new AtomicLong();
    private final Recorder latency = new Recorder(SIGNIFICANT_DIGITS);
    private volatile boolean ended;
    private final AtomicReference<@Nullable String> firstFault = new AtomicReference<>();

    /** The run closes its streams itself from now on: what becomes of them counts no more. */
    public void end() {
        ended = true;
    }

    /** A stream has its response head. */
    public void streamOpened() {
        lastOpenedNanos.set(System.nanoTime());
        opened.incrementAndGet();
    }

    /** An open stream came to its end. */
    public void streamClosed(String reason) {
        if (ended) {
            return;
        }
        closed.incrementAndGet();
        fault("a stream was closed: " + reason);
    }

    /** A stream could not be opened. */
    public void streamFailed(String reason) {
        if (ended) {
            return;
        }
        failed.incrementAndGet();
        fault("a stream could not be opened: " + reason);
    }

    /** A stream has every message, or will never have. */
    public void streamDone() {
        lastDoneNanos.set(System.nanoTime());
        done.incrementAndGet();
    }

    /** A message has arrived, so long after it was sent. */
    public void delivered(long latencyNanos) {
        lastDeliveryNanos.set(System.nanoTime());
        delivered();
        latency.recordValue(Math.max(0, latencyNanos));
    }

    /** A message has arrived, no matter when. */
    public void delivered() {
        deliveries.increment();
    }

    /** So many bytes of a stream's body have arrived. */
    public void received(int count) {
        bytes.add(count);
    }

    public void otherEvent() {
        otherEvents.increment();
    }

    /** Only the first one is kept: the others are most often its consequences. */
    public void fault(String fault) {
        firstFault.compareAndSet(null, fault);
    }

    @Nullable
    public String firstFault() {
        return firstFault.get();
    }

    public int opened() {
        return opened.get();
    }

    public int open() {
        return opened.get() - closed.get();
    }

    public int failed() {
        return failed.get();
    }

    public int done() {
        return done.get();
    }

    public long deliveries() {
        return deliveries.sum();
    }

    public long otherEvents() {
        return otherEvents.sum();
    }

    public long bytes() {
        return bytes.sum();
    }

    public long lastOpenedNanos() {
        return lastOpenedNanos.get();
    }

    public long lastDoneNanos() {
        return lastDoneNanos.get();
    }

    public long lastDeliveryNanos() {
        return lastDeliveryNanos.get();
    }

    /** The latencies since the last call, in nanoseconds. */
    public Histogram latency() {
        return latency.getIntervalHistogram();
    }
}
