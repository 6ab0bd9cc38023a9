package io.ssegateway.fanout;

import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.index.SubscriberList;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.Cursor;
import io.ssegateway.stream.StreamLoop;
import io.ssegateway.stream.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sweeps the streams of one event loop periodically: an idle stream gets a heartbeat; a stream whose client's id will
 * soon be too old gets its position; a stream that has been open for too long is closed; a stream whose socket has been
 * full for too long gets its slow-consumer policy. One timer per loop, none per stream.
 *
 * <p>A tick checks one of {@value #PHASES} streams, the next tick the next ones: checking all each time would cost more
 * than the heartbeats. So an action may be up to {@value #PHASES} ticks late, which is a quarter of the watched time,
 * or twice that for a stream that has moved in the list. And when a broadcast makes all streams idle at the same
 * instant, their heartbeats are spread. Only if updates come so fast that a position could be too late by then, each
 * tick searches all streams for those that need theirs.
 */
final class IdleSweeper implements Runnable {
    private static final int TICKS_PER_INTERVAL = 32;
    private static final int PHASES = 8;
    /** Its multiples, less their whole parts, lie as far from one another as can be. */
    private static final double GOLDEN_RATIO = 0.618_034;

    private static final long SHORTEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** For positions: a client needs seconds to reconnect, so more often would not help. */
    private static final long LONGEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final RingFrame COMMENT = new RingFrame(Position.ORIGIN, List.of(), Frame.HEARTBEAT);

    private final StreamLoop loop;
    private final SubscriberList all;
    private final PositionBlock position;
    private final MaxAge maxAge;
    private final long heartbeatNanos;
    private final long tickNanos;
    private final boolean expiresFast;

    /** What all idle streams get that take chunks, and the others. */
    private final WriteBuffer chunk = comment(true);

    private final WriteBuffer plain = comment(false);
    private int phase;
    private long count;
    private long bytes;

    /**
     * A sweep that has not begun yet.
     *
     * @param all the loop's streams
     * @param position what they get as their position
     * @param horizon says which positions the log may soon drop
     * @param heartbeat how long a stream may be idle (zero: no limit), and what it gets then
     * @param maxAge how long a stream may be open at most; zero: no limit
     * @param maxLag how long a stream may lag
     */
    IdleSweeper(
            StreamLoop loop,
            SubscriberList all,
            PositionBlock position,
            RetentionHorizon horizon,
            HeartbeatConfig heartbeat,
            Duration maxAge,
            Duration maxLag) {
        this.loop = loop;
        this.all = all;
        this.position = position;
        SendPosition sendPosition = heartbeat.effectiveSendPosition();
        this.heartbeatNanos = heartbeat.interval().isZero()
                ? Long.MAX_VALUE
                : heartbeat.interval().toNanos();
        long shortest = Math.min(Math.min(heartbeatNanos, MaxAge.watchedNanos(maxAge)), maxLag.toNanos());
        long longest = sendPosition == SendPosition.NEVER ? Long.MAX_VALUE : LONGEST_TICK_NANOS;
        this.tickNanos = Math.max(SHORTEST_TICK_NANOS, Math.min(longest, shortest / TICKS_PER_INTERVAL));
        long roundNanos = PHASES * tickNanos;
        this.maxAge = new MaxAge(maxAge, roundNanos);
        this.expiresFast = sendPosition != SendPosition.NEVER && horizon.shortestAgeNanos() / 2 < 2 * roundNanos;
    }

    private static WriteBuffer comment(boolean chunked) {
        WriteBuffer buffer = new WriteBuffer(COMMENT.frame().length(chunked));
        buffer.add(COMMENT, chunked);
        return buffer;
    }

    /**
     * Begins to sweep, until the loop ends.
     *
     * @param index the number of the loop: loops that tick at different times do not get into each other's way
     */
    void start(int index) {
        double part = index * GOLDEN_RATIO % 1;
        loop.repeat(this, tickNanos + (long) (part * tickNanos), tickNanos);
    }

    @Override
    public void run() {
        long now = loop.now();
        position.refresh();
        boolean everyone = expiresFast || position.isUrgent(PHASES);
        int end = all.beginWalk();
        try {
            for (int slot = everyone ? 0 : phase; slot < end; slot += everyone ? 1 : PHASES) {
                Subscriber subscriber = all.at(slot);
                if (subscriber != null) {
                    try {
                        look(subscriber, slot % PHASES == phase, now);
                    } catch (RuntimeException | Error fault) {
                        subscriber.fail(fault); // It must not end the sweep for all.
                    }
                }
            }
        } finally {
            all.endWalk();
        }
        phase = (phase + 1) % PHASES;
        if (count > 0) {
            loop.metrics().heartbeats(count, bytes);
            count = 0;
            bytes = 0;
        }
    }

    /**
     * Does what is due.
     *
     * @param turn whether it is the stream's turn; otherwise only an urgent position is due
     */
    private void look(Subscriber subscriber, boolean turn, long now) {
        if (turn && maxAge.isOver(subscriber.number(), subscriber.openedNanos(), now)) {
            subscriber.end(CloseReason.MAX_AGE);
            return;
        }
        Cursor cursor = subscriber.cursor();
        if (cursor != null && !cursor.isIdle()) {
            if (turn) {
                cursor.checkBudget();
            }
            return;
        }
        boolean idle = turn && now - subscriber.writer().lastWriteNanos() >= heartbeatNanos;
        WriteBuffer block = position.due(subscriber, idle);
        if (block != null) {
            if (write(subscriber, block, now)) {
                subscriber.gaveId(position.frame());
            }
        } else if (idle) {
            write(subscriber, subscriber.chunked() ? chunk : plain, now);
        }
    }

    /** Writes the one frame of a buffer; answers whether the stream takes it. */
    private boolean write(Subscriber subscriber, WriteBuffer block, long now) {
        if (!subscriber.writer().offer(block, now)) {
            return false; // What still waits for the socket keeps the connection busy as well as a heartbeat would.
        }
        count++;
        bytes += block.end(0);
        return true;
    }
}
