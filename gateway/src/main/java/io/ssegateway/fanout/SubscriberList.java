package io.ssegateway.fanout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A dense array of subscribers that may lose members while it is walked: a write that fails closes its channel, and the
 * subscriber leaves in the middle of the pass. So a removal during a walk leaves a hole, and the holes are filled when the
 * walk ends; moving the last one into the gap at once would skip or repeat somebody.
 *
 * <p>Touched by one event loop alone, but for {@link #count()}, which any thread may read.
 */
final class SubscriberList {
    private static final int SMALLEST = 4;

    private @Nullable Subscriber[] slots = new @Nullable Subscriber[SMALLEST];
    private int used;
    private int holes;
    private int walks;
    private volatile int count;

    /** Adds a subscriber and answers its slot, which {@link #remove} wants back. */
    int add(Subscriber subscriber) {
        if (used == slots.length) {
            slots = Arrays.copyOf(slots, used * 2);
        }
        slots[used] = subscriber;
        int slot = used++;
        count = used - holes;
        return slot;
    }

    /** Removes what is in the slot. */
    void remove(int slot) {
        slots[slot] = null;
        holes++;
        if (walks == 0) {
            fillHole(slot);
        }
        count = used - holes;
    }

    /** Begins a walk over the slots from 0 to the answer, exclusively; {@link #endWalk()} must follow. */
    int beginWalk() {
        walks++;
        return used;
    }

    /** What is in the slot; null where somebody left. */
    @Nullable
    Subscriber at(int slot) {
        return slots[slot];
    }

    void endWalk() {
        if (--walks == 0 && holes > 0) {
            for (int slot = used - 1; slot >= 0; slot--) {
                if (slots[slot] == null) {
                    fillHole(slot);
                }
            }
        }
    }

    /** Subscribers in the list; may be read by any thread. */
    int count() {
        return count;
    }

    /** Moves the last subscriber into the hole. Those behind the hole must be filled already. */
    private void fillHole(int hole) {
        holes--;
        Subscriber last = slots[--used];
        slots[used] = null;
        if (last != null) {
            slots[hole] = last;
            last.moved(this, hole);
        }
        if (used < slots.length / 4 && slots.length > SMALLEST) {
            slots = Arrays.copyOf(slots, slots.length / 2);
        }
    }
}
