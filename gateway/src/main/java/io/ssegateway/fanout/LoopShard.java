package io.ssegateway.fanout;

import io.netty.channel.EventLoop;
import io.ssegateway.catchup.CatchUp;
import io.ssegateway.catchup.CatchUps;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.index.SubscriberList;
import io.ssegateway.index.TopicIndex;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.ring.Announcer;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingSlot;
import io.ssegateway.stream.Cursor;
import io.ssegateway.stream.FirstBlock;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamLoop;
import io.ssegateway.stream.StreamStatus;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one event loop. Everything but {@link #wake}, {@link #interested} and {@link #status} happens on
 * that loop, so nothing here is locked.
 */
final class LoopShard {
    private static final long UNKNOWN = -1;
    /** Updates that none of its streams wants, until the loop has to look at them. */
    private static final int MOST_ASLEEP = 64;

    private final StreamLoop loop;
    private final FrameRing ring;
    private final SubscriberList all = new SubscriberList(Subscriber::loopSlot);
    private final TopicIndex index = new TopicIndex();
    private final RetentionHorizon horizon;
    private final CatchUps catchUps;
    private final LivePass pass;
    private final Announcer announcer;
    private final int mostAsleep;
    private final long mostAsleepBytes;

    LoopShard(EventLoop eventLoop, SharedState shared) {
        this.loop = new StreamLoop(eventLoop, shared.metrics());
        this.ring = shared.ring();
        this.horizon = shared.horizon();
        this.catchUps = new CatchUps(
                loop,
                shared.pages(),
                ring,
                shared.chains(),
                shared.coverage(),
                shared.settings().slowConsumers(),
                shared.settings().replayBytesPerSecond());
        this.pass = new LivePass(loop, ring, all, index, catchUps);
        this.announcer = new Announcer(shared.log(), ring);
        this.mostAsleep = Math.min(MOST_ASLEEP, shared.settings().ringSize() / 4);
        this.mostAsleepBytes = shared.settings().ringBytes() / 4;
    }

    /**
     * Sweeps from now on, until the loop ends.
     *
     * @param index the number of the loop
     */
    void sweep(HeartbeatConfig heartbeat, Duration maxAge, Duration maxLag, int index) {
        PositionBlock position = new PositionBlock(pass, ring, announcer, horizon, heartbeat.effectiveSendPosition());
        new IdleSweeper(loop, all, position, horizon, heartbeat, maxAge, maxLag).start(index);
    }

    StreamLoop loop() {
        return loop;
    }

    LivePass pass() {
        return pass;
    }

    /**
     * Takes a stream in, and writes (without a flush) the block with the id from which its client could resume at once.
     */
    void add(Subscriber subscriber, ResumePoint start, FirstBlock first) {
        assert loop.isCurrent();
        if (subscriber.hasLeft()) {
            return; // Another thread removed it before this loop came to add it.
        }
        try {
            open(subscriber, start, first);
        } catch (RuntimeException | Error fault) { // It would be open and get nothing.
            subscriber.fail(fault);
        }
    }

    private void open(Subscriber subscriber, ResumePoint start, FirstBlock first) {
        all.add(subscriber);
        subscriber.opened(loop);
        if (subscriber.interest().isEmpty()) {
            return;
        }
        if (index.isEmpty()) {
            pass.skip();
        }
        index.add(subscriber);
        if (start.kind() == ResumePoint.Kind.LIVE) {
            goLive(subscriber, first);
        } else {
            boolean known = start.kind() != ResumePoint.Kind.UNKNOWN_ID;
            subscriber.gaveId(known ? ring.frameOf(start.after()) : FrameRing.UNKNOWN_FRAME);
            announce(subscriber, first, known ? start.after().toString() : start.requested());
            CatchUp.begin(subscriber, catchUps, start.after(), start.after(), start);
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
            CatchUp.rest(subscriber, catchUps, before, announced);
        }
    }

    private static void announce(Subscriber subscriber, FirstBlock first, String id) {
        Frame frame = first.of(subscriber, id);
        if (frame != null) {
            subscriber.announce(frame, first.isEvent());
        }
    }

    void remove(Subscriber subscriber, CloseReason reason) {
        assert loop.isCurrent();
        if (subscriber.channel().isOpen()) {
            subscriber.writer().finishFrame(); // What others write to the channel from now on must not get into it.
        }
        Cursor cursor = subscriber.cursor();
        if (cursor != null) {
            cursor.stop();
        }
        if (subscriber.loopSlot() >= 0) {
            all.remove(subscriber.loopSlot());
            index.remove(subscriber);
        }
        subscriber.left(reason);
    }

    /** The status of a stream; may be read by any thread. */
    StreamStatus status(Subscriber subscriber) {
        Cursor own = subscriber.cursor();
        // An idle loop may not have looked at the newest updates: none of its streams wants them.
        Position passed = pass.isIdle() ? ring.newest() : pass.position().passed();
        Position live = pass.isIdle() ? passed : pass.position().of(subscriber);
        Position position = own == null ? live : own.position();
        if (own != null && own.isResting() && passed.isAfter(position)) {
            position = passed; // Everything that it skipped was not for it.
        }
        long sequence = ring.after(position);
        RingSlot next = sequence < 0 ? null : ring.at(sequence);
        long bytes = next == null ? 0 : ring.headBytes() - next.startBytes();
        return new StreamStatus(
                own == null ? "live" : own.state(),
                position,
                sequence < 0 ? UNKNOWN : ring.head() - sequence,
                sequence < 0 ? UNKNOWN : bytes,
                catchUps.policy(subscriber).word());
    }

    /** Where the live streams stand if updates wait to be delivered to them, else null; may be called by any thread. */
    @Nullable
    Position waiting() {
        Position passed = pass.position().passed();
        return !pass.isIdle() && ring.newest().isAfter(passed) ? passed : null;
    }

    /** How many streams the loop has; may be asked by any thread. */
    int count() {
        return all.count();
    }

    /** How many of this loop's subscribers want the topic; may be read by any thread. */
    int interested(Topic topic) {
        return index.interested(topic);
    }

    /**
     * Something was published to these topics, or concerns all if there are none; may be called by any thread. A loop
     * none of whose streams wants it is left asleep: to wake it costs more than to pass over the update later.
     */
    void wake(List<Topic> topics) {
        if (count() > 0 && (topics.isEmpty() || index.mayWant(topics) || isFarBehind())) {
            pass.wake();
        }
    }

    /** What an idle loop has not looked at must not leave the ring before it does. */
    private boolean isFarBehind() {
        RingSlot next = ring.at(pass.position().next());
        return next == null
                || ring.head() - next.sequence() > mostAsleep
                || ring.headBytes() - next.startBytes() > mostAsleepBytes;
    }
}
