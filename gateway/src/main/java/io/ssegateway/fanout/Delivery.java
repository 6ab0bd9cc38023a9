package io.ssegateway.fanout;

import io.ssegateway.catchup.CatchUp;
import io.ssegateway.catchup.CatchUps;
import io.ssegateway.index.Audience;
import io.ssegateway.index.SubscriberList;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.stream.Cursor;
import io.ssegateway.stream.StreamWriter;
import io.ssegateway.stream.Subscriber;

/**
 * Writes a batch to the streams that get a part of it, audience by audience. Stops when the turn's writes are used up
 * and resumes there in the next turn. Belongs to its event loop.
 */
final class Delivery {
    private final Batch batch;
    private final LivePosition position;
    private final CatchUps catchUps;

    /** The audience that is next, or the one that is being written to. */
    private int next;

    private boolean walking;
    private int slot;
    private int slotEnd;

    private int writesLeft;
    private long now;

    /**
     * @param position where live streams stand before the batch
     * @param catchUps takes the streams whose sockets are full
     */
    Delivery(Batch batch, LivePosition position, CatchUps catchUps) {
        this.batch = batch;
        this.position = position;
        this.catchUps = catchUps;
    }

    /** Allows so many writes until the next turn. */
    void beginTurn(int writes, long nowNanos) {
        writesLeft = writes;
        now = nowNanos;
    }

    /** Writes until the batch is delivered or the turn is over; answers whether it is delivered. */
    boolean run() {
        for (; next < batch.audiences().size(); next++) {
            Audience audience = batch.audiences().get(next);
            SubscriberList members = audience.members();
            if (!walking) {
                batch.select(audience);
                slot = 0;
                slotEnd = members.beginWalk();
                walking = true;
            }
            while (slot < slotEnd) {
                if (writesLeft == 0) {
                    return false;
                }
                Subscriber subscriber = members.at(slot++);
                if (subscriber != null) {
                    try {
                        deliver(subscriber);
                    } catch (RuntimeException | Error fault) {
                        subscriber.fail(fault);
                    }
                }
            }
            endWalk(members);
        }
        return true;
    }

    /** The batch is over, delivered or not; the next one begins with its first audience. */
    void end() {
        if (walking) {
            endWalk(batch.audiences().get(next).members());
        }
        next = 0;
    }

    private void endWalk(SubscriberList members) {
        walking = false;
        members.endWalk();
    }

    private void deliver(Subscriber subscriber) {
        Cursor cursor = subscriber.cursor();
        if (cursor != null) {
            cursor.wake(position.passed());
            return;
        }
        int first = subscriber.next() <= position.next() ? batch.first() : batch.firstFrom(subscriber.next());
        if (first <= batch.last()) {
            write(subscriber, first);
        }
    }

    private void write(Subscriber subscriber, int first) {
        StreamWriter writer = subscriber.writer();
        int frames = writer.write(batch.part(), first, batch.last(), now);
        writesLeft--;
        if (frames == StreamWriter.GONE) {
            return;
        }
        if (writer.isCut()) {
            RingFrame cut = batch.part().frame(first + frames - 1);
            CatchUp.afterCut(subscriber, catchUps, cut.position());
        }
        subscriber.gaveId(batch.lastNumber());
    }
}
