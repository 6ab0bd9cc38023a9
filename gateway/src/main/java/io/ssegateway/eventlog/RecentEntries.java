package io.ssegateway.eventlog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest entries of a log that was there before this process: for a tail that {@linkplain LogTail#wantsRecent
 * wants} them. Nothing that the log has forgotten lies between them. Not thread-safe.
 */
public final class RecentEntries {
    private static final long SECOND_MILLIS = 1_000;

    private final int maxEntries;
    private final long maxBytes;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    /** The position before the oldest one. */
    private Position start;

    /**
     * None yet.
     *
     * @param start what is added comes after this position, and nothing in between is gone
     * @param maxEntries to keep at most; the oldest go
     * @param maxBytes their estimated size at most
     */
    public RecentEntries(Position start, int maxEntries, long maxBytes) {
        this.start = start;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** The log has this entry more. */
    public void add(Entry entry) {
        entries.add(entry);
        bytes += entry.estimatedBytes();
        while (entries.size() > maxEntries || bytes > maxBytes) {
            Entry oldest = entries.remove();
            bytes -= oldest.estimatedBytes();
            start = oldest.position();
        }
    }

    /** Entries are gone up to a position. */
    void lost(Position through) {
        entries.clear();
        bytes = 0;
        start = through;
    }

    /**
     * Tells them, or as many of the newest as have a place before them that gives nothing away: streams may be told it
     * as their position, and it must not be that of an update which not everybody may read.
     */
    void tell(LogTail tail, Position mark) {
        List<Entry> all = new ArrayList<>(entries);
        Position before = start;
        for (int i = 0; i < all.size(); i++) {
            Position beginning = between(before, all.get(i));
            if (beginning.sequence() == 0) {
                tail.recent(beginning, List.copyOf(all.subList(i, all.size())), mark);
                return;
            }
            before = all.get(i).position();
        }
    }

    /** A mark at or after a position and before an entry, if there is one that says nothing; else the position. */
    private static Position between(Position before, Entry entry) {
        long millis = entry.position().epochMillis();
        long told = entry.update().isPrivate() ? millis - millis % SECOND_MILLIS : millis;
        return told > before.epochMillis() ? new Position(told, 0) : before;
    }
}
