package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.EventLog.Size;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What each run holds. Each rule has two: number 2i is within rule i, and 2i + 1 across. A transaction changes a copy, which
 * takes the original's place when the transaction is committed. Not thread-safe.
 */
final class Ledger {
    private final long[] events;
    private final long[] bytes;
    private final @Nullable Kept[] oldest;

    /** Of empty runs. */
    Ledger(int rules) {
        this(new long[2 * rules], new long[2 * rules], new Kept[2 * rules]);
    }

    private Ledger(long[] events, long[] bytes, @Nullable Kept[] oldest) {
        this.events = events;
        this.bytes = bytes;
        this.oldest = oldest;
    }

    static int run(int rule, boolean across) {
        return 2 * rule + (across ? 1 : 0);
    }

    Ledger copy() {
        return new Ledger(events.clone(), bytes.clone(), oldest.clone());
    }

    /** What a run holds when the file is opened. */
    void set(int run, long runEvents, long runBytes, @Nullable Kept runOldest) {
        events[run] = runEvents;
        bytes[run] = runBytes;
        oldest[run] = runOldest;
    }

    void added(int run, Kept entry) {
        events[run]++;
        bytes[run] += entry.bytes();
        if (oldest[run] == null) {
            oldest[run] = entry;
        }
    }

    /** @param next the oldest one now; null if the run is empty */
    void dropped(int run, Kept entry, @Nullable Kept next) {
        events[run]--;
        bytes[run] -= entry.bytes();
        oldest[run] = next;
    }

    long events(int rule) {
        return events[run(rule, false)] + events[run(rule, true)];
    }

    long bytes(int rule) {
        return bytes[run(rule, false)] + bytes[run(rule, true)];
    }

    @Nullable
    Kept oldest(int run) {
        return oldest[run];
    }

    /** Which of a rule's two runs has the older entry. */
    int runOfOldest(int rule) {
        int within = run(rule, false);
        int across = run(rule, true);
        Kept a = oldest[within];
        Kept b = oldest[across];
        return b == null || (a != null && a.number() < b.number()) ? within : across;
    }

    Size size() {
        return new Size(Arrays.stream(events).sum(), Arrays.stream(bytes).sum());
    }
}
