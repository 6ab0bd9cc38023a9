package io.ssegateway.fanout;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.clock.LoopTicker;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.topic.Topic;
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The subscribers of one event loop. Everything but {@link #wake} and {@link #interested} happens on that loop, so nothing
 * here is locked.
 */
final class LoopShard {
    private static final long UNKNOWN = -1;

    private static final Logger LOG = LogManager.getLogger();

    private final EventLoop loop;
    private final Ticker ticker;
    private final FrameRing ring;
    private final GatewayMetrics metrics;
    private final SubscriberList all = new SubscriberList();
    private final TopicIndex index = new TopicIndex();
    private final LivePass pass;
    private final CatchUps catchUps;
    private final Announcer announcer;

    LoopShard(EventLoop loop, EventLog log, FrameRing ring, FanoutSettings settings, GatewayMetrics metrics) {
        this.loop = loop;
        this.ticker = LoopTicker.of(loop);
        this.ring = ring;
        this.metrics = metrics;
        this.pass = new LivePass(this, ring, index);
        this.catchUps = new CatchUps(this, log, settings.slowConsumers(), settings.replayBytesPerSecond());
        this.announcer = new Announcer(log, ring);
    }

    EventLoop loop() {
        return loop;
    }

    Ticker ticker() {
        return ticker;
    }

    FrameRing ring() {
        return ring;
    }

    GatewayMetrics metrics() {
        return metrics;
    }

    SubscriberList all() {
        return all;
    }

    LivePass pass() {
        return pass;
    }

    CatchUps catchUps() {
        return catchUps;
    }

    Announcer announcer() {
        return announcer;
    }

    /** Runs a task on the loop, now if this is it; a loop that has stopped drops it. */
    void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException stopped) {
            // Its streams are closed, and nobody is left whom the task could concern.
        }
    }

    /** Takes a stream in, and writes (without a flush) the block with the id from which its client could resume at once. */
    void add(Subscriber subscriber, ResumePoint start, FirstBlock first) {
        assert loop.inEventLoop();
        if (subscriber.hasLeft()) {
            return; // Another thread removed it before this loop came to add it.
        }
        subscriber.opened(all.add(subscriber), ticker.nanoTime());
        if (subscriber.interest().isEmpty()) {
            return;
        }
        if (index.isEmpty()) {
            pass.skip();
        }
        index.add(
                subscriber,
                new Audience.Kind(subscriber.interest(), subscriber.chunked(), subscriber.throttleNanos() > 0));
        if (start.kind() == ResumePoint.Kind.LIVE) {
            goLive(subscriber, first);
        } else {
            boolean known = start.kind() != ResumePoint.Kind.UNKNOWN_ID;
            subscriber.gaveId(known ? ring.frameOf(start.after()) : FrameRing.UNKNOWN_FRAME);
            announce(subscriber, first, known ? start.after().toString() : start.requested());
            catchUps.start(subscriber, start.after(), start.after(), start).ready();
        }
    }

    private void goLive(Subscriber subscriber, FirstBlock first) {
        long next = ring.head();
        Position before = ring.before(next);
        Position announced = announcer.before(next, subscriber.interest());
        while (before == null || announced == null) { // Overtaken in between.
            next = ring.head();
            before = ring.before(next);
            announced = announcer.before(next, subscriber.interest());
        }
        subscriber.beginLive(next, before);
        subscriber.gaveId(ring.frameOf(announced));
        announce(subscriber, first, announced.toString());
        if (subscriber.throttleNanos() > 0) {
            catchUps.start(subscriber, before, announced, ResumePoint.LIVE).rest();
        }
    }

    private void announce(Subscriber subscriber, FirstBlock first, String id) {
        Frame frame = first.of(subscriber, id);
        if (frame != null) {
            int written = subscriber.announce(frame, ticker.nanoTime());
            if (first.isEvent()) {
                subscriber.delivered(1);
                metrics.delivered(1, 1, written);
            }
        }
    }

    void remove(Subscriber subscriber, CloseReason reason) {
        assert loop.inEventLoop();
        CatchUp catchUp = subscriber.catchUp();
        if (catchUp != null) {
            if (subscriber.channel().isOpen()) {
                catchUp.finishFrame(); // Whoever writes to the channel from now on must not write into it.
            }
            catchUp.over();
        }
        if (subscriber.shardSlot() >= 0) {
            all.remove(subscriber.shardSlot());
            index.remove(subscriber);
        }
        subscriber.left(reason);
    }

    /** A stream that cannot be written to for a fault of ours is closed; the others go on. */
    void fail(Subscriber subscriber, RuntimeException fault) {
        LOG.error("Stream {} failed and is closed", subscriber, fault);
        subscriber.close(CloseReason.ERROR);
    }

    /** A fault that concerns no stream more than another: all reading streams are closed, and come back with their last ids. */
    void failAll(RuntimeException fault) {
        LOG.error("A pass over {} streams failed; they are closed", all.count(), fault);
        int end = all.beginWalk();
        for (int slot = 0; slot < end; slot++) {
            Subscriber subscriber = all.at(slot);
            if (subscriber != null && subscriber.audience() != null) {
                subscriber.close(CloseReason.ERROR);
            }
        }
        all.endWalk();
    }

    /** Every live stream goes on by itself from where it stands, because frames that it has not got are not in the ring any more. */
    void sendAllBack() {
        int end = all.beginWalk();
        for (int slot = 0; slot < end; slot++) {
            Subscriber subscriber = all.at(slot);
            if (subscriber == null || subscriber.interest().isEmpty()) {
                continue;
            }
            CatchUp catchUp = subscriber.catchUp();
            if (catchUp == null) {
                Position position = positionOf(subscriber);
                // What a stream with grants was given last is not known any more; it may be this.
                Position given = subscriber.interest().hasGrants() ? position : pass.open();
                catchUps.start(subscriber, position, given, ResumePoint.LIVE).ready();
            } else {
                catchUp.wake(pass.passed());
            }
        }
        all.endWalk();
    }

    /** The cursor of a live stream; may be asked by any thread. */
    Position positionOf(Subscriber live) {
        return live.next() > pass.position() ? live.before() : pass.passed();
    }

    /** Where a stream stands; may be asked by any thread. */
    StreamStatus status(Subscriber subscriber) {
        CatchUp catchUp = subscriber.catchUp();
        Position cursor = catchUp == null ? positionOf(subscriber) : catchUp.position();
        Position passed = pass.passed();
        if (catchUp != null && catchUp.isResting() && passed.isAfter(cursor)) {
            cursor = passed; // What it was passed over with was nothing for it.
        }
        long sequence = ring.after(cursor);
        FrameRing.Slot next = sequence < 0 ? null : ring.at(sequence);
        long bytes = next == null ? 0 : ring.headBytes() - next.startBytes();
        return new StreamStatus(
                catchUp == null ? "live" : catchUp.word(),
                cursor,
                sequence < 0 ? UNKNOWN : ring.head() - sequence,
                sequence < 0 ? UNKNOWN : bytes,
                catchUps.policy(subscriber).word());
    }

    /** How many of this loop's subscribers want the topic; may be asked by any thread. */
    int interested(Topic topic) {
        return index.interested(topic);
    }

    /** Something was published; may be called by any thread. */
    void wake() {
        if (all.count() > 0) {
            pass.wake();
        }
    }

    /** Writes one event of the stream's own code. */
    void send(Subscriber subscriber, Frame frame) {
        assert loop.inEventLoop();
        int written = subscriber.send(frame, ticker.nanoTime());
        if (written > 0) {
            subscriber.delivered(1);
            metrics.delivered(1, 1, written);
        }
    }
}
