package io.ssegateway.eventlog.memory;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the entries of several queues in log order. The queues must not change meanwhile. */
final class EntryMerge {
    private final List<EntryQueue> queues;
    private final long[] next;

    /** Begins after a position. */
    EntryMerge(List<EntryQueue> queues, Position after) {
        this.queues = queues;
        this.next = queues.stream().mapToLong(queue -> queue.firstAfter(after)).toArray();
    }

    /** The next entries, so many at most; fewer if there are no more. */
    List<Entry> next(int most) {
        List<Entry> entries = new ArrayList<>();
        Entry entry = next();
        while (entry != null) {
            entries.add(entry);
            entry = entries.size() < most ? next() : null;
        }
        return entries;
    }

    private @Nullable Entry next() {
        Entry oldest = null;
        int from = 0;
        // There are as few queues as rules: checking each is faster than a heap.
        for (int i = 0; i < next.length; i++) {
            Entry candidate = queues.get(i).get(next[i]);
            if (candidate != null && (oldest == null || oldest.position().isAfter(candidate.position()))) {
                oldest = candidate;
                from = i;
            }
        }
        if (oldest != null) {
            next[from]++;
        }
        return oldest;
    }
}
