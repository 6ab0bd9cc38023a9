package io.ssegateway.eventlog.memory;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import org.jspecify.annotations.Nullable;

/**
 * Entries in log order, in a circular array that grows with them: added at the end, dropped at the front, found by
 * their position in logarithmic time. An entry's index counts from the queue's beginning and never changes. Not
 * thread-safe.
 */
final class EntryQueue {
    /** A power of two, as is every length: an index finds its slot by its low bits. */
    private static final int INITIAL_LENGTH = 16;

    private @Nullable Entry[] slots = new Entry[INITIAL_LENGTH];
    private long start;
    private long end;
    private Position newestDropped;
    private Position newestPublicDropped;

    /** A queue that begins at {@code birth}: everything before counts as dropped. */
    EntryQueue(Position birth) {
        newestDropped = birth;
        newestPublicDropped = birth;
    }

    /** The entry with an index from the start up to, and without, the end; else null. */
    @Nullable
    Entry get(long index) {
        return index >= start && index < end ? slots[slot(index)] : null;
    }

    /** The oldest entry; null if there is none. */
    @Nullable
    Entry oldest() {
        return get(start);
    }

    /** The newest position that was dropped: nothing after it is missing. */
    Position newestDropped() {
        return newestDropped;
    }

    /** The newest position of a public update that was dropped: nothing public after it is missing. */
    Position newestPublicDropped() {
        return newestPublicDropped;
    }

    /** Adds an entry that comes after all others. */
    void add(Entry entry) {
        if (end - start == slots.length) {
            grow();
        }
        slots[slot(end++)] = entry;
    }

    /** Drops the oldest entry; there must be one. */
    void drop(Entry oldest) {
        slots[slot(start++)] = null;
        newestDropped = oldest.position();
        if (!oldest.update().isPrivate()) {
            newestPublicDropped = newestDropped;
        }
    }

    /** The index of the first entry after a position; the end if there is none. */
    long firstAfter(Position position) {
        long low = start;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            Entry entry = slots[slot(middle)];
            if (entry != null && entry.position().isAfter(position)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private int slot(long index) {
        return (int) index & (slots.length - 1);
    }

    private void grow() {
        @Nullable Entry[] old = slots;
        @Nullable Entry[] grown = new Entry[2 * old.length];
        for (long i = start; i < end; i++) {
            grown[(int) i & (grown.length - 1)] = old[(int) i & (old.length - 1)];
        }
        slots = grown;
    }
}
