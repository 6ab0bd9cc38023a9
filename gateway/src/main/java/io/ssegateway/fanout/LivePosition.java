package io.ssegateway.fanout;

import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.Announcer;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.stream.Subscriber;

/** The position of the live streams of one event loop. That loop moves it; other threads read it, a little late. */
final class LivePosition {
    private final FrameRing ring;
    /** All live streams have everything before this frame that is for them. */
    private volatile long next;
    /** The same as a place in the log. */
    private volatile Position passed;
    /** The position that streams without grants may get: {@link Announcer}. */
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

    /** The position of live streams in the log. */
    Position passed() {
        return passed;
    }

    /** The position of live streams, in the form that streams without grants may get. */
    Position open() {
        return open;
    }

    /** The cursor of a live stream, which may have opened in the middle of a batch. */
    Position of(Subscriber live) {
        return live.next() > next ? live.before() : passed;
    }

    /** All live streams are before this frame. */
    void to(long sequence, Position before, Position openBefore) {
        next = sequence;
        passed = before;
        open = openBefore;
    }

    /** All live streams are before the next frame. */
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
