package io.ssegateway.eventlog.memory;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes over the entries of several runs in log order. The runs must not change meanwhile. */
final class Merge {
    private final List<Run> runs;
    private final long[] next;

    /** Begins behind a position. */
    Merge(List<Run> runs, Position after) {
        this.runs = runs;
        this.next = runs.stream().mapToLong(run -> run.firstAfter(after)).toArray();
    }

    /** The next entry; null behind the last. */
    @Nullable
    Entry next() {
        Entry oldest = null;
        int from = 0;
        // Runs are as few as rules: to look at each is faster than a heap.
        for (int i = 0; i < next.length; i++) {
            Entry candidate = runs.get(i).get(next[i]);
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
