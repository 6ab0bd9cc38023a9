package io.ssegateway.fanout;

import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.Announcer;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.stream.Subscriber;

/** Where the live streams of one event loop stand. That loop moves it; other threads ask, a little late. */
final class LivePosition {
    private final FrameRing ring;
    /** All live streams have what is before this frame, or were never meant to have it. */
    private long next;
    /** The same as a place in the log. */
    private volatile Position passed;
    /** What streams without grants may be told of it: {@link Announcer}. */
    private Position open;

    /** At the ring's head. */
    LivePosition(FrameRing ring) {
        this.ring = ring;
        this.passed = ring.newest();
        this.open = ring.mark();
        toHead();
    }

    /** The first frame that live streams have not got. */
    long next() {
        return next;
    }

    /** Where live streams stand in the log. */
    Position passed() {
        return passed;
    }

    /** Where live streams stand, as streams without grants may be told. */
    Position open() {
        return open;
    }

    /** The cursor of a live stream, which may have opened in the middle of a batch. */
    Position of(Subscriber live) {
        return live.next() > next ? live.before() : passed;
    }

    /** All live streams stand before this frame. */
    void to(long sequence, Position before, Position openBefore) {
        next = sequence;
        passed = before;
        open = openBefore;
    }

    /** All live streams stand before the frame that comes next. */
    final void toHead() {
        Position before;
        Position openBefore;
        long head;
        do { // Again if it was overtaken in between.
            head = ring.head();
            before = ring.before(head);
            openBefore = ring.openBefore(head);
        } while (before == null || openBefore == null);
        to(head, before, openBefore);
    }
}
