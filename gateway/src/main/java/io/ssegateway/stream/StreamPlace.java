package io.ssegateway.stream;

import io.ssegateway.eventlog.Position;
import org.jspecify.annotations.Nullable;

/** Where a stream stands: in the lists of its event loop, and in the log. Belongs to that loop; any thread may ask. */
abstract class StreamPlace {
    private static final int NOT_YET = -1;
    private static final int LEFT = -2;

    private int loopSlot = NOT_YET;
    private int audienceSlot = NOT_YET;

    private long next;
    private Position before = Position.ORIGIN;
    private volatile @Nullable Cursor cursor;

    /** Its place among all streams of its loop; negative before it has opened and after it has left. */
    public final int loopSlot() {
        return loopSlot;
    }

    /** The stream has this place among all of its loop now. */
    public final void loopSlot(int slot) {
        loopSlot = slot;
    }

    /** Its place among those that get the same; negative if it wants no updates, and before it has opened. */
    public final int audienceSlot() {
        return audienceSlot;
    }

    /** The stream has this place among those that get the same now. */
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

    /** The first frame of the ring that is for it; all frames before that were, or were never meant for it. */
    public final long next() {
        return next;
    }

    /** The position before {@link #next}: where the stream stands until its loop has come so far. */
    public final Position before() {
        return before;
    }

    /** From now on the stream stands where its loop stands. */
    public final void beginLive(long sequence, Position position) {
        next = sequence;
        before = position;
        cursor = null;
    }

    /** Where it stands; null while it is live: then it stands where its loop stands. */
    public final @Nullable Cursor cursor() {
        return cursor;
    }

    /** The stream does not stand where its loop stands. */
    public final void lag(Cursor own) {
        cursor = own;
    }
}
