package io.ssegateway.fanout;

import io.netty.util.concurrent.Future;
import io.ssegateway.config.Reason;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.GatewayMetrics;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The streams of one event loop that are not live, and what they need to take their turns. Belongs to its event loop. */
final class CatchUps {
    private static final Logger LOG = LogManager.getLogger();

    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_DOUBLINGS = 3;

    private final LoopShard shard;
    private final EventLog log;
    private final SlowConsumers limits;
    /** Clients that come back and read what they have missed. */
    private final TurnQueue replays;
    /** Streams that were live: their sockets were full, or they read at intervals. They need not wait for replays. */
    private final TurnQueue others;
    /** Whether the last read of the log failed, and that was said. */
    private boolean logFails;

    private long events;
    private long writes;
    private long bytes;

    CatchUps(LoopShard shard, EventLog log, SlowConsumers limits, long replayBytesPerSecond) {
        this.shard = shard;
        this.log = log;
        this.limits = limits;
        WriteBuffer span = new WriteBuffer();
        this.replays = new TurnQueue(shard, this, span, new ReplayRateLimiter(replayBytesPerSecond, now()));
        this.others = new TurnQueue(shard, this, span, new ReplayRateLimiter(0, now()));
    }

    /** A stream begins behind its shard, or at intervals of its own. */
    CatchUp start(Subscriber subscriber, Position position, Position given, ResumePoint start) {
        CatchUp catchUp = new CatchUp(subscriber, this, position, given, start);
        subscriber.setCatchUp(catchUp);
        return catchUp;
    }

    /**
     * The socket of a live stream took less than a whole write.
     *
     * @param index  the frame that was cut
     * @param offset how much of it was taken
     */
    void cut(Subscriber subscriber, WriteBuffer part, int index, int offset) {
        Position position = part.frame(index).position();
        start(subscriber, position, position, ResumePoint.LIVE).cut(part.frame(index), offset);
    }

    void ready(CatchUp catchUp) {
        (catchUp.isReplay() ? replays : others).add(catchUp);
    }

    /** Tells the metrics what was written since it was last asked; answers how many bytes. */
    long report() {
        long reported = bytes;
        if (bytes > 0) {
            metrics().delivered(events, writes, bytes);
            events = 0;
            writes = 0;
            bytes = 0;
        }
        return reported;
    }

    /** Takes note of a write of frames that went to a socket, up to {@code last}. */
    void written(Subscriber subscriber, int eventCount, long byteCount, RingFrame last) {
        subscriber.gaveId(ring().frameOf(last.position()));
        written(subscriber, eventCount, byteCount);
    }

    /** Takes note of bytes that went to a socket; a write that only finishes a frame has no events of its own. */
    void written(Subscriber subscriber, int eventCount, long byteCount) {
        subscriber.delivered(eventCount);
        events += eventCount;
        writes += eventCount > 0 ? 1 : 0;
        bytes += byteCount;
    }

    /** Reads a page of the log; the answer comes on the event loop. If the log fails, that is said and {@code failed} is run. */
    void read(Subscriber reader, Position after, int limit, Consumer<Page> arrived, Runnable failed) {
        log.read(after, reader.interest(), limit)
                .whenComplete((page, failure) -> shard.onLoop(() -> {
                    if (failure == null) {
                        logFails = false;
                        arrive(reader, page, arrived);
                    } else {
                        warn(failure);
                        failed.run();
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
            LOG.warn("The event log cannot be read; streams that catch up wait for it: {}", Reason.of(failure));
        }
    }

    /**
     * How long a stream waits until it reads the log again: longer each time, and never as long as another one, so that a log that
     * comes back does not meet all streams at one instant.
     *
     * @param failures reads that failed one after the other, at least 1
     */
    static long retryNanos(int failures) {
        long longest = FIRST_RETRY_NANOS << Math.min(failures - 1, MOST_DOUBLINGS);
        return ThreadLocalRandom.current().nextLong(longest / 2, longest);
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
