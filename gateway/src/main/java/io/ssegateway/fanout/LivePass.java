package io.ssegateway.fanout;

import io.ssegateway.catchup.CatchUp;
import io.ssegateway.catchup.CatchUps;
import io.ssegateway.eventlog.Position;
import io.ssegateway.index.SubscriberList;
import io.ssegateway.index.TopicIndex;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingSlot;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.Cursor;
import io.ssegateway.stream.LoopYield;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamLoop;
import io.ssegateway.stream.Subscriber;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Brings the live streams of one event loop to the newest update. It takes the frames after its position, as many as
 * fit into one write, as a batch. It determines which audience gets which frames, and writes each audience's part to
 * each of its subscribers. Many updates that were published meanwhile are one write. All live streams share the
 * position of the pass, so a stream has no queue, and an update costs nothing for streams that do not want it.
 *
 * <p>The loop's queue has at most one task for it. After some writes it lets the loop do its other work, then continues
 * in the middle of the batch. Updates that are published meanwhile are in the next batch, after a {@link Linger}.
 */
final class LivePass implements Runnable {
    /** The fewer, the more often the loop reads what is published; the more, the less the turns themselves cost. */
    static final int WRITES_PER_TURN = 128;

    private static final Logger LOG = LogManager.getLogger();

    private final StreamLoop loop;
    private final FrameRing ring;
    private final SubscriberList all;
    private final CatchUps catchUps;
    private final LoopYield turns;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final LivePosition position;

    private final Batch batch;
    private final Delivery delivery;
    private boolean underWay;
    private long startedNanos;

    /**
     * @param all the loop's streams
     * @param index which of them want what
     * @param catchUps takes the streams that cannot keep up with the pass
     */
    LivePass(StreamLoop loop, FrameRing ring, SubscriberList all, TopicIndex index, CatchUps catchUps) {
        this.loop = loop;
        this.ring = ring;
        this.all = all;
        this.catchUps = catchUps;
        this.turns = loop.yielding(this);
        this.batch = new Batch(ring, index);
        this.position = new LivePosition(ring);
        this.delivery = new Delivery(batch, position, catchUps);
    }

    /** Schedules the delivery of new frames; may be called by any thread. */
    void wake() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                turns.soon();
            } catch (RuntimeException | Error fault) {
                scheduled.set(false); // Else nobody would ever wake it again.
                throw fault;
            }
        }
    }

    /**
     * Looks at the updates that an idle loop was not woken for, so that quiet streams are known to have passed them.
     */
    void catchUp() {
        if (ring.head() != position.next() && scheduled.compareAndSet(false, true)) {
            run();
        }
    }

    /** Whether nothing waits to be delivered; may be asked by any thread. */
    boolean isIdle() {
        return !scheduled.get();
    }

    /** The position of live streams. */
    LivePosition position() {
        return position;
    }

    /** Whether no batch is in progress, so that all live streams have the same position. */
    boolean isSettled() {
        return !underWay;
    }

    /** A loop without streams that read has nothing to deliver: it begins with the next frame. */
    void skip() {
        if (isSettled()) {
            position.toHead();
        }
    }

    @Override
    public void run() {
        assert loop.isCurrent();
        delivery.beginTurn(WRITES_PER_TURN, loop.now());
        try {
            while (underWay || nextBatch()) {
                if (!delivery.run()) {
                    loop.report();
                    turns.afterOthers();
                    return;
                }
                settle();
                long linger = linger();
                if (linger > 0) {
                    loop.report();
                    turns.later(linger);
                    return;
                }
            }
        } catch (RuntimeException | Error fault) { // Else no frame would ever be delivered again.
            abandon(fault);
        }
        loop.report();
        scheduled.set(false);
        if (ring.head() != position.next()) {
            wake();
        }
    }

    /** How long publishers may fill the next batch; zero if no updates have arrived meanwhile, or if it is full. */
    private long linger() {
        RingSlot next = ring.at(position.next());
        if (next == null
                || ring.head() - position.next() >= Batch.MAX_FRAMES
                || ring.headBytes() - next.startBytes() >= WriteBuffer.CAPACITY) {
            return 0;
        }
        return Linger.after(loop.now() - startedNanos);
    }

    /**
     * A fault that does not belong to one stream: it is unknown which stream has got what. All streams that read are
     * closed, and their clients reconnect with their last ids; the pass continues with the next frame.
     */
    private void abandon(Throwable fault) {
        LOG.error("A delivery to {} streams failed; closing them", all.count(), fault);
        all.forEach(subscriber -> {
            if (subscriber.audienceSlot() >= 0) {
                subscriber.close(CloseReason.ERROR);
            }
        });
        finish();
        position.toHead();
    }

    /** Takes the frames after the position; returns whether there are any. */
    private boolean nextBatch() {
        while (ring.head() != position.next()) {
            startedNanos = loop.now();
            if (batch.take(position.next())) {
                underWay = true;
                return true;
            }
            all.forEach(this::sendBack);
            position.toHead();
        }
        return false;
    }

    /** The loop was so late that frames have left the ring: every live stream reads them from the log by itself. */
    private void sendBack(Subscriber subscriber) {
        Cursor cursor = subscriber.cursor();
        if (cursor != null) {
            cursor.wake(position.passed());
        } else if (!subscriber.interest().isEmpty()) {
            Position own = position.of(subscriber);
            // The last position sent to a stream with grants is not known any more; it may be this.
            Position given = subscriber.interest().hasGrants() ? own : position.open();
            CatchUp.begin(subscriber, catchUps, own, given, ResumePoint.LIVE);
        }
    }

    private void settle() {
        batch.report(loop.metrics());
        position.to(batch.end(), batch.endPosition(), batch.endOpen());
        finish();
    }

    private void finish() {
        delivery.end();
        batch.clear();
        underWay = false;
    }
}
