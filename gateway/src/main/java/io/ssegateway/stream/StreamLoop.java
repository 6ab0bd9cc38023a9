package io.ssegateway.stream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.clock.LoopTicker;
import io.ssegateway.metrics.GatewayMetrics;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What an event loop offers to the writers of its streams: tasks, timers, its clock, and one count of what was written.
 * Everything except {@link #onLoop} and {@link #yielding} belongs to the loop.
 */
public final class StreamLoop {
    private static final Logger LOG = LogManager.getLogger();

    private final EventLoop loop;
    private final Ticker ticker;
    private final GatewayMetrics metrics;

    private long events;
    private long writes;
    private long bytes;
    private long reportedBytes;

    /** What the loop offers; its streams are counted by {@code metrics}. */
    public StreamLoop(EventLoop loop, GatewayMetrics metrics) {
        this.loop = loop;
        this.ticker = LoopTicker.of(loop);
        this.metrics = metrics;
    }

    /** Whether the current thread is the loop's. */
    public boolean isCurrent() {
        return loop.inEventLoop();
    }

    /** Nanoseconds of the loop's clock. */
    public long now() {
        return ticker.nanoTime();
    }

    public GatewayMetrics metrics() {
        return metrics;
    }

    /** Runs a task on the loop, now if this is it; a loop that has stopped drops it. Safe for any thread. */
    public void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException stopped) {
            // Its streams are closed, so the task has no effect any more.
        }
    }

    /** A long piece of work that lets the loop do its other work in between. */
    public LoopYield yielding(Runnable work) {
        return new LoopYield(loop, work);
    }

    /** Runs a task after so many nanoseconds. */
    public Future<?> schedule(Runnable task, long nanos) {
        return loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Runs a task again and again until the loop ends, also if it fails, first after {@code delay} nanoseconds, then
     * every {@code period}.
     */
    public void repeat(Runnable task, long delay, long period) {
        loop.scheduleWithFixedDelay(() -> runOnce(task), delay, period, TimeUnit.NANOSECONDS);
    }

    private static void runOnce(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error fault) { // The loop would never run it again.
            LOG.error("A periodic task of an event loop failed; it runs again", fault);
        }
    }

    /** Counts a write; one that only finishes a frame has no events of its own. */
    public void written(int eventCount, long byteCount) {
        events += eventCount;
        writes += eventCount > 0 ? 1 : 0;
        bytes += byteCount;
    }

    /** Bytes written since the loop began. */
    public long bytes() {
        return reportedBytes + bytes;
    }

    /** Passes to the metrics what was written since the last call. */
    public void report() {
        if (writes > 0 || bytes > 0) {
            metrics.delivered(events, writes, bytes);
            reportedBytes += bytes;
            events = 0;
            writes = 0;
            bytes = 0;
        }
    }
}
