package io.ssegateway.fanout;

import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The periodic look at every stream of one event loop: an idle one gets a heartbeat, one that has been open for too long is
 * ended, one whose socket has been full for too long gets what its policy says. One timer per loop, none per stream.
 *
 * <p>A heartbeat names the position of the stream in an {@code id:}-only block, so that a client whose topics are quiet does not
 * fall behind the log's oldest update while it has all there is. Streams without grants are all told the same ({@link Announcer}); of one
 * with grants it is worked out.
 *
 * <p>A tick looks at one stream of {@value #PHASES}, the next tick at the next ones: to look at all each time would cost more than
 * the heartbeats. So whatever is due is done up to {@value #PHASES} ticks later, a quarter of the time that is watched, or for one that has moved
 * in the list twice that; and the heartbeats of all streams, which a broadcast makes idle from the same instant on, are spread instead of coming at once.
 */
final class Sweep implements Runnable {
    private static final int TICKS_PER_INTERVAL = 32;
    private static final int PHASES = 8;
    /** Its multiples, less their whole parts, lie as far from one another as can be. */
    private static final double GOLDEN_RATIO = 0.618_034;

    private static final long SHORTEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Room for a comment and a block with a position, however long. */
    private static final int BEAT_BYTES = 64 + Position.MAX_PARTITIONS * Position.MAX_PARTITION_CHARS;

    private static final LoggedFrame COMMENT = new LoggedFrame(Position.ORIGIN, List.of(), Frame.HEARTBEAT);

    private final LoopShard shard;
    private final boolean sendPosition;
    private final long heartbeatNanos;
    private final long maxAgeNanos;
    private final long tickNanos;

    /** What all streams of this tick get that take chunks, and the others. */
    private final Span chunk = new Span(BEAT_BYTES);

    private final Span plain = new Span(BEAT_BYTES);
    /** What one stream with grants gets. */
    private final Span own = new Span(BEAT_BYTES);

    private int phase;
    private long count;
    private long bytes;

    /**
     * A sweep that has not begun yet.
     *
     * @param heartbeat how long a stream may be idle (zero: for ever), and what it gets then
     * @param maxAge    how long a stream may be open; zero: for ever
     * @param maxLag    how long a stream may be behind
     */
    Sweep(LoopShard shard, HeartbeatConfig heartbeat, Duration maxAge, Duration maxLag) {
        this.shard = shard;
        this.sendPosition = heartbeat.sendPosition();
        this.heartbeatNanos = orNever(heartbeat.interval());
        this.maxAgeNanos = orNever(maxAge);
        long shortest = Math.min(Math.min(heartbeatNanos, maxAgeNanos), maxLag.toNanos());
        this.tickNanos = Math.max(SHORTEST_TICK_NANOS, shortest / TICKS_PER_INTERVAL);
    }

    private static long orNever(Duration duration) {
        return duration.isZero() ? Long.MAX_VALUE : duration.toNanos();
    }

    /**
     * Begins to sweep, until the loop ends.
     *
     * @param index the number of the loop: loops that tick at different times do not get into each other's way
     */
    void start(int index) {
        double part = index * GOLDEN_RATIO % 1;
        shard.loop()
                .scheduleWithFixedDelay(this, tickNanos + (long) (part * tickNanos), tickNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        long now = shard.ticker().nanoTime();
        SubscriberList all = shard.all();
        fill();
        int end = all.beginWalk();
        try {
            for (int slot = phase; slot < end; slot += PHASES) {
                Subscriber subscriber = all.at(slot);
                if (subscriber != null) {
                    try {
                        look(subscriber, now);
                    } catch (RuntimeException fault) {
                        shard.fail(subscriber, fault); // It must not end the sweep for all.
                    }
                }
            }
        } finally {
            all.endWalk();
        }
        phase = (phase + 1) % PHASES;
        if (count > 0) {
            shard.metrics().heartbeats(count, bytes);
            count = 0;
            bytes = 0;
        }
    }

    private void look(Subscriber subscriber, long now) {
        if (now - subscriber.openedNanos() >= maxAgeNanos) {
            subscriber.end(CloseReason.MAX_AGE);
            return;
        }
        CatchUp catchUp = subscriber.catchUp();
        if (catchUp != null && !catchUp.isIdle()) {
            catchUp.checkBudget();
        } else if (now - subscriber.lastWriteNanos() >= heartbeatNanos) {
            beat(subscriber, now);
        }
    }

    /** Lays out this tick's heartbeats: first the comment, then the block with the position. */
    private void fill() {
        LoggedFrame position = position(Interest.NONE);
        chunk.clear();
        chunk.add(COMMENT, true);
        chunk.add(position, true);
        plain.clear();
        plain.add(COMMENT, false);
        plain.add(position, false);
    }

    private LoggedFrame position(Interest interest) {
        Position position = sendPosition && shard.pass().isSettled()
                ? shard.announcer().before(shard.pass().position(), interest)
                : null;
        return position == null
                ? COMMENT
                : new LoggedFrame(
                        position,
                        List.of(),
                        Frame.of(ServerSentEvent.builder()
                                .id(position.toString())
                                .build()));
    }

    private Span ownPosition(Subscriber subscriber) {
        own.clear();
        own.add(COMMENT, subscriber.chunked());
        own.add(position(subscriber.interest()), subscriber.chunked());
        return own;
    }

    private void beat(Subscriber subscriber, long now) {
        CatchUp catchUp = subscriber.catchUp();
        boolean atPosition = subscriber.audience() != null
                && subscriber.next() <= shard.pass().position()
                && (catchUp == null || catchUp.isResting());
        Span span = subscriber.chunked() ? chunk : plain;
        if (atPosition && subscriber.interest().hasGrants()) {
            span = ownPosition(subscriber);
        }
        int index = atPosition ? 1 : 0;
        int start = span.start(index);
        int length = span.end(index) - start;
        int taken = subscriber.write(span, start, start + length, now);
        if (taken <= 0) {
            return; // What still waits for the socket keeps the connection busy as well as a heartbeat would.
        }
        if (taken < length) {
            subscriber.finish(span.frame(index).frame(), taken, now);
        }
        count++;
        bytes += length;
    }
}
