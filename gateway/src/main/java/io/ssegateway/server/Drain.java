package io.ssegateway.server;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.config.Durations;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.stream.Subscriber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Closes all streams before the process stops, spread over the available time, so that their clients do not all
 * reconnect to other nodes at one instant. A few streams are closed at once, without waiting.
 */
public final class Drain {
    private static final Logger LOG = LogManager.getLogger();
    private static final long STEP_MILLIS = 100;
    private static final int FEWEST_PER_STEP = 50;
    /** The last part of the time is left for the last bytes to reach the clients. */
    private static final double SPREAD_OVER = 0.8;

    private final ShardedChannelGroup streams;
    private final Duration timeout;
    private final Ticker ticker = Ticker.systemTicker();

    /** A drain that takes at most {@code timeout}. */
    public Drain(ShardedChannelGroup streams, Duration timeout) {
        this.streams = streams;
        this.timeout = timeout;
    }

    /**
     * Ends every stream. Blocks until the last one is closed; those that are left when the time is over are cut off.
     */
    public void run() throws InterruptedException {
        long deadline = ticker.nanoTime() + timeout.toNanos();
        Queue<Subscriber> open = new ArrayDeque<>(streams.subscribers());
        LOG.info("Stopping: closing {} streams within {}", open.size(), Durations.words(timeout));
        long steps = Math.max(1, (long) (timeout.toMillis() * SPREAD_OVER) / STEP_MILLIS);
        int perStep = (int) Math.max(FEWEST_PER_STEP, Math.ceil((double) open.size() / steps));
        while (!open.isEmpty()) {
            boolean late = ticker.nanoTime() >= deadline;
            for (int i = 0; (i < perStep || late) && !open.isEmpty(); i++) {
                open.remove().end(CloseReason.DRAIN);
            }
            ticker.sleepMillis(open.isEmpty() ? 0 : STEP_MILLIS);
        }
        // Those that were about to open when the draining began.
        streams.subscribers().forEach(late -> late.end(CloseReason.DRAIN));
        streams.newCloseFuture().await(Math.max(0, deadline - ticker.nanoTime()), TimeUnit.NANOSECONDS);
        int left = streams.size();
        if (left > 0 && !timeout.isZero()) {
            LOG.warn("{} streams did not close within drain.timeout; closing them now", left);
        }
        // On the event loop, after the ends that wait there: a close from here would overtake and suppress them.
        streams.subscribers()
                .forEach(stream -> stream.channel().eventLoop().execute(() -> stream.close(CloseReason.DRAIN)));
    }
}
