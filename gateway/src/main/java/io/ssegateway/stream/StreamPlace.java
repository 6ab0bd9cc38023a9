package io.ssegateway.stream;

import io.ssegateway.eventlog.Position;
import org.jspecify.annotations.Nullable;

/**
 * The place of a stream: in the lists of its event loop, and in the log. Belongs to that loop; any thread may read it.
 */
abstract class StreamPlace {
    private static final int NOT_YET = -1;
    private static final int LEFT = -2;

    private int loopSlot = NOT_YET;
    private int audienceSlot = NOT_YET;

    private long next;
    private Position before = Position.ORIGIN;
    private volatile @Nullable Cursor cursor;

    /** Its place among all streams of its loop; negative before it has opened and after it has closed. */
    public final int loopSlot() {
        return loopSlot;
    }

    /** Sets the place among all streams of the loop. */
    public final void loopSlot(int slot) {
        loopSlot = slot;
    }

    /** Its place among the members of its audience; negative if it wants no updates, and before it has opened. */
    public final int audienceSlot() {
        return audienceSlot;
    }

    /** Sets the place among the members of the audience. */
    public final void audienceSlot(int slot) {
        audienceSlot = slot;
    }

    /** Whether the stream has left its loop. */
    public final boolean hasLeft() {
        return loopSlot == LEFT;
    }

    final void leave() {
        loopSlot = LEFT;
    }

    /** The first frame of the ring to send to it; it has all frames before that, or they are not for it. */
    public final long next() {
        return next;
    }

    /** The position before {@link #next}: the stream's position until its loop has come so far. */
    public final Position before() {
        return before;
    }

    /** From now on the stream is live: it has the position of its loop. */
    public final void beginLive(long sequence, Position position) {
        next = sequence;
        before = position;
        cursor = null;
    }

    /** The cursor of a stream that is not live; null while it is live. */
    public final @Nullable Cursor cursor() {
        return cursor;
    }

    /** The stream is not live any more, and has a cursor of its own. */
    public final void lag(Cursor own) {
        cursor = own;
    }
}
