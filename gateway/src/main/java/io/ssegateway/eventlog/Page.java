package io.ssegateway.eventlog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one read of the log found.
 *
 * @param entries what matched, in log order; may be empty
 * @param through where the next read goes on: everything up to here was looked at
 * @param lost the newest position at or before which matching updates may have been dropped although they came after
 *     the position that was read from; null if nothing was. To a reader without grants it is that of a public update:
 *     it does not notice that others are gone
 */
public record Page(
        List<Entry> entries, Position through, @Nullable Position lost) {

    /** Copies the entries, so that nobody changes them later. */
    public Page {
        entries = List.copyOf(entries);
    }
}
