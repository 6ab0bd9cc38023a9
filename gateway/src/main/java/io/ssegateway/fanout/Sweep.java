package io.ssegateway.fanout;

import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The periodic look at every stream of one event loop: an idle one gets a heartbeat, one that has been open for too long is
 * ended. One timer per loop, none per stream.
 *
 * <p>A broadcast makes all streams idle from the same instant on; so each stream's heartbeat is due up to
 * {@value #PHASES} ticks after the interval, by its number, and the writes are spread instead of coming at once.
 */
final class Sweep implements Runnable {
    private static final int TICKS_PER_INTERVAL = 32;
    private static final int PHASES = 8;
    private static final long SHORTEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LoopShard shard;
    private final GatewayMetrics metrics;
    private final long heartbeatNanos;
    private final long maxAgeNanos;
    private final long tickNanos;

    /**
     * A sweep that has not begun yet.
     *
     * @param heartbeatInterval how long a stream may be idle; zero: for ever
     * @param maxAge            how long a stream may be open; zero: for ever
     */
    Sweep(LoopShard shard, Duration heartbeatInterval, Duration maxAge, GatewayMetrics metrics) {
        this.shard = shard;
        this.metrics = metrics;
        this.heartbeatNanos = orNever(heartbeatInterval);
        this.maxAgeNanos = orNever(maxAge);
        this.tickNanos = Math.max(SHORTEST_TICK_NANOS, Math.min(heartbeatNanos, maxAgeNanos) / TICKS_PER_INTERVAL);
    }

    private static long orNever(Duration duration) {
        return duration.isZero() ? Long.MAX_VALUE : duration.toNanos();
    }

    /** Begins to sweep, until the loop ends; does nothing if there is nothing to look for. */
    void start() {
        if (tickNanos < Long.MAX_VALUE / TICKS_PER_INTERVAL) {
            shard.loop().scheduleWithFixedDelay(this, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void run() {
        long now = shard.ticker().nanoTime();
        SubscriberList all = shard.all();
        long count = 0;
        long bytes = 0;
        int end = all.beginWalk();
        try {
            for (int slot = 0; slot < end; slot++) {
                Subscriber subscriber = all.at(slot);
                if (subscriber == null) {
                    continue;
                }
                long delay = subscriber.phase(PHASES) * tickNanos;
                if (now - subscriber.openedNanos() - delay >= maxAgeNanos) {
                    subscriber.end(CloseReason.MAX_AGE);
                } else if (now - subscriber.lastWriteNanos() - delay >= heartbeatNanos && subscriber.isWritable()) {
                    // What still waits for the socket keeps the connection busy as well as a heartbeat would.
                    count++;
                    bytes += subscriber.write(Frame.HEARTBEAT, now);
                }
            }
        } finally {
            all.endWalk();
        }
        if (count > 0) {
            metrics.heartbeats(count, bytes);
        }
    }
}
