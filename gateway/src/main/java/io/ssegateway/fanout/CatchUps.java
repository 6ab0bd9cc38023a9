package io.ssegateway.fanout;

import io.netty.util.concurrent.Future;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.GatewayMetrics;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The streams of one event loop that are not live, and the turns that they take. A turn is one write; after a few turns the loop
 * looks after its live streams and its sockets first. Belongs to its event loop.
 */
final class CatchUps implements Runnable {
    private static final Logger LOG = LogManager.getLogger();

    /** Each writes up to {@link Span#CAPACITY} bytes. */
    private static final int TURNS_IN_A_ROW = 8;
    /** A turn that finds nothing to write may take as long as many that do: patterns come from clients. */
    private static final long NANOS_IN_A_ROW = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LOG_RETRY_MILLIS = 500;

    private final LoopShard shard;
    private final EventLog log;
    private final SlowConsumers limits;
    private final Turns turns;
    private final Queue<CatchUp> ready = new ArrayDeque<>();
    private final Span span = new Span();
    private boolean scheduled;
    /** Whether the last read of the log failed, and that was said. */
    private boolean logFails;

    private long events;
    private long writes;
    private long bytes;

    CatchUps(LoopShard shard, EventLog log, SlowConsumers limits) {
        this.shard = shard;
        this.log = log;
        this.limits = limits;
        this.turns = new Turns(shard.loop(), this);
    }

    /** A stream begins behind its shard, or at intervals of its own. */
    CatchUp start(Subscriber subscriber, Position position, Start start) {
        CatchUp catchUp = new CatchUp(subscriber, this, position, start);
        subscriber.setCatchUp(catchUp);
        return catchUp;
    }

    /**
     * The socket of a live stream took less than a whole write.
     *
     * @param index  the frame that was cut
     * @param offset how much of it was taken
     */
    void cut(Subscriber subscriber, Span part, int index, int offset) {
        start(subscriber, part.frame(index).position(), Start.LIVE).cut(part.frame(index), offset);
    }

    void ready(CatchUp catchUp) {
        ready.add(catchUp);
        if (!scheduled) {
            scheduled = true;
            turns.soon();
        }
    }

    @Override
    public void run() {
        assert shard.loop().inEventLoop();
        long end = System.nanoTime() + NANOS_IN_A_ROW;
        for (int i = 0; i < TURNS_IN_A_ROW && System.nanoTime() - end < 0; i++) {
            CatchUp next = ready.poll();
            if (next == null) {
                break;
            }
            try {
                next.turn(span);
            } catch (RuntimeException fault) {
                shard.fail(next.subscriber(), fault);
            }
        }
        if (bytes > 0) {
            metrics().delivered(events, writes, bytes);
            events = 0;
            writes = 0;
            bytes = 0;
        }
        scheduled = !ready.isEmpty();
        if (scheduled) {
            turns.afterOthers();
        }
    }

    /** Takes note of bytes that went to a socket; a write that only finishes a frame has no events of its own. */
    void written(Subscriber subscriber, int eventCount, long byteCount) {
        subscriber.delivered(eventCount);
        events += eventCount;
        writes += eventCount > 0 ? 1 : 0;
        bytes += byteCount;
    }

    /** Reads a page of the log; the answer comes on the event loop. If the log fails, {@code retry} is run some time later. */
    void read(Subscriber reader, Position after, int limit, Consumer<Page> arrived, Runnable retry) {
        log.read(after, reader.interest(), limit)
                .whenComplete((page, failure) -> shard.onLoop(() -> {
                    if (failure == null) {
                        logFails = false;
                        arrive(reader, page, arrived);
                    } else {
                        warn(failure);
                        schedule(retry, TimeUnit.MILLISECONDS.toNanos(LOG_RETRY_MILLIS));
                    }
                }));
    }

    private void arrive(Subscriber reader, Page page, Consumer<Page> arrived) {
        try {
            arrived.accept(page);
        } catch (RuntimeException fault) {
            shard.fail(reader, fault);
        }
    }

    /** Once until the log can be read again, not once for each stream that waits. */
    private void warn(Throwable failure) {
        if (!logFails) {
            logFails = true;
            LOG.warn("The event log cannot be read; streams that catch up wait for it: {}", failure.toString());
        }
    }

    Future<?> schedule(Runnable task, long nanos) {
        return shard.loop().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    SlowConsumerPolicy policy(Subscriber subscriber) {
        return limits.policy(subscriber.interest());
    }

    SlowConsumers limits() {
        return limits;
    }

    FrameRing ring() {
        return shard.ring();
    }

    GatewayMetrics metrics() {
        return shard.metrics();
    }

    /** Nanoseconds of the loop's clock. */
    long now() {
        return shard.ticker().nanoTime();
    }
}
