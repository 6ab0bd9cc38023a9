package io.ssegateway.index;

import io.ssegateway.stream.Subscriber;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A dense array of subscribers that may lose members while it is walked: a write that fails closes its channel, which
 * removes the subscriber in the middle of the pass. So a removal during a walk leaves a hole, and the holes are filled
 * when the walk ends; moving the last one into the hole at once would skip or repeat a subscriber.
 *
 * <p>For one event loop, except {@link #count()}, which any thread may read.
 */
public final class SubscriberList {
    private static final int SMALLEST = 4;

    private @Nullable Subscriber[] slots = new @Nullable Subscriber[SMALLEST];
    private int used;
    private int holes;
    private int walks;
    private volatile int count;
    private final ObjIntConsumer<Subscriber> placed;

    /**
     * @param placed notes a subscriber's slot, which {@link #remove} wants back: when it is added, and when it moves
     */
    public SubscriberList(ObjIntConsumer<Subscriber> placed) {
        this.placed = placed;
    }

    /** Adds a subscriber. */
    public void add(Subscriber subscriber) {
        if (used == slots.length) {
            slots = Arrays.copyOf(slots, used * 2);
        }
        slots[used] = subscriber;
        placed.accept(subscriber, used++);
        count = used - holes;
    }

    /** Removes what is in the slot. */
    public void remove(int slot) {
        slots[slot] = null;
        holes++;
        if (walks == 0) {
            fillHole(slot);
        }
        count = used - holes;
    }

    /** Begins a walk over the slots from 0 to the answer, exclusively; {@link #endWalk()} must follow. */
    public int beginWalk() {
        walks++;
        return used;
    }

    /** The subscriber in the slot; null if it is a hole. */
    public @Nullable Subscriber at(int slot) {
        return slots[slot];
    }

    public void endWalk() {
        if (--walks == 0 && holes > 0) {
            for (int slot = used - 1; slot >= 0; slot--) {
                if (slots[slot] == null) {
                    fillHole(slot);
                }
            }
        }
    }

    /** Walks over all subscribers; one that is removed meanwhile may be seen or not. */
    public void forEach(Consumer<Subscriber> action) {
        int end = beginWalk();
        try {
            for (int slot = 0; slot < end; slot++) {
                Subscriber subscriber = slots[slot];
                if (subscriber != null) {
                    action.accept(subscriber);
                }
            }
        } finally {
            endWalk();
        }
    }

    /** Subscribers in the list; may be read by any thread. */
    public int count() {
        return count;
    }

    /** Moves the last subscriber into the hole. Holes after this one must be filled already. */
    private void fillHole(int hole) {
        holes--;
        Subscriber last = slots[--used];
        slots[used] = null;
        if (last != null) {
            slots[hole] = last;
            placed.accept(last, hole);
        }
        if (used < slots.length / 4 && slots.length > SMALLEST) {
            slots = Arrays.copyOf(slots, slots.length / 2);
        }
    }
}
