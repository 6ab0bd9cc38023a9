package io.ssegateway.clock;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Ticker;

/** The clock by which an event loop's timers run; a test may stop it. */
public final class LoopTicker {

    private LoopTicker() {}

    /** The clock of this loop. */
    public static Ticker of(EventExecutor loop) {
        return loop instanceof AbstractScheduledEventExecutor scheduled ? scheduled.ticker() : Ticker.systemTicker();
    }
}
