package io.ssegateway.loadtest.client;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How late an idle thread of this client comes to what is due: it had to wait for a processor. A latency measured here
 * has that in it, whatever the server does.
 */
public final class TimerLag {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Recorder lag = new Recorder(SIGNIFICANT_DIGITS);
    private final EventLoop loop;

    /** Begins to watch the loop, until it ends. */
    public TimerLag(EventLoop loop) {
        this.loop = loop;
        schedule();
    }

    private void schedule() {
        long due = System.nanoTime() + PERIOD_NANOS;
        loop.schedule(
                () -> {
                    lag.recordValue(Math.max(0, System.nanoTime() - due));
                    schedule();
                },
                PERIOD_NANOS,
                TimeUnit.NANOSECONDS);
    }

    /** The lags since the last call, in nanoseconds. */
    public Histogram sinceLast() {
        return lag.getIntervalHistogram();
    }
}
