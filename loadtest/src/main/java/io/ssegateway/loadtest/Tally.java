package io.ssegateway.loadtest;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What all streams of a run count together. Thread-safe. */
final class Tally {

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
    private final AtomicReference<@Nullable String> firstFault = new AtomicReference<>();

    /** A stream has its response head. */
    void streamOpened() {
        lastOpenedNanos.set(System.nanoTime());
        opened.incrementAndGet();
    }

    /** An open stream came to its end. */
    void streamClosed(String reason) {
        closed.incrementAndGet();
        fault("a stream was closed: " + reason);
    }

    /** A stream could not be opened. */
    void streamFailed(String reason) {
        failed.incrementAndGet();
        fault("a stream could not be opened: " + reason);
    }

    /** A stream has every message, or will never have. */
    void streamDone() {
        lastDoneNanos.set(System.nanoTime());
        done.incrementAndGet();
    }

    /** A message has arrived, so long after it was sent. */
    void delivered(long latencyNanos) {
        lastDeliveryNanos.set(System.nanoTime());
        delivered();
        latency.recordValue(Math.max(0, latencyNanos));
    }

    /** A message has arrived, no matter when. */
    void delivered() {
        deliveries.increment();
    }

    /** So many bytes of a stream's body have arrived. */
    void received(int count) {
        bytes.add(count);
    }

    void otherEvent() {
        otherEvents.increment();
    }

    /** Only the first one is kept: the others are most often its consequences. */
    void fault(String fault) {
        firstFault.compareAndSet(null, fault);
    }

    @Nullable
    String firstFault() {
        return firstFault.get();
    }

    int opened() {
        return opened.get();
    }

    int open() {
        return opened.get() - closed.get();
    }

    int failed() {
        return failed.get();
    }

    int done() {
        return done.get();
    }

    long deliveries() {
        return deliveries.sum();
    }

    long otherEvents() {
        return otherEvents.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long lastOpenedNanos() {
        return lastOpenedNanos.get();
    }

    long lastDoneNanos() {
        return lastDoneNanos.get();
    }

    long lastDeliveryNanos() {
        return lastDeliveryNanos.get();
    }

    /** The latencies since the last call, in nanoseconds. */
    Histogram latency() {
        return latency.getIntervalHistogram();
    }
}
