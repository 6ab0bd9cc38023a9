package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what one read finds. Not thread-safe. */
final class PageBuilder {
    /** When a page has so much it ends, also before its limit: many may be on their way at once. */
    private static final long MAX_BYTES = 1 << 20;

    final int limit;
    /** Whether there may be more after {@link #through}. */
    boolean more;

    /** Everything up to here was examined. */
    Position through = Position.ORIGIN;

    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    PageBuilder(int limit) {
        this.limit = limit;
    }

    void add(Entry entry) {
        entries.add(entry);
        bytes += entry.estimatedBytes();
        through = entry.position();
    }

    /** Whether nothing more fits in; then there may be more for another page. */
    boolean isFull() {
        more = entries.size() == limit || bytes >= MAX_BYTES;
        return more;
    }

    /** @param end where the next read continues if everything was examined */
    Page build(Position end, @Nullable Position lost) {
        return new Page(entries, more ? through : end, lost);
    }
}
