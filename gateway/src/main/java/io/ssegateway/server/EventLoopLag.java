package io.ssegateway.server;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.clock.LoopTicker;
import io.ssegateway.metrics.GatewayMetrics;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late each event loop is: a task is due twice a second, and anything that delays it delays the streams
 * too.
 */
public final class EventLoopLag {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private EventLoopLag() {}

    /** Watches the loops until they end. */
    public static void watch(EventLoopGroup loops, GatewayMetrics metrics) {
        int index = 0;
        for (EventExecutor loop : loops) {
            probe(loop, index++, metrics);
        }
    }

    private static void probe(EventExecutor loop, int index, GatewayMetrics metrics) {
        Ticker ticker = LoopTicker.of(loop);
        long due = ticker.nanoTime() + PERIOD_NANOS;
        loop.schedule(
                () -> {
                    metrics.eventLoopLag(index, Math.max(0, ticker.nanoTime() - due));
                    probe(loop, index, metrics);
                },
                PERIOD_NANOS,
                TimeUnit.NANOSECONDS);
    }
}
