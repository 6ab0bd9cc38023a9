package io.ssegateway.eventlog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one read of the log found.
 *
 * @param entries what matched, in log order; may be empty
 * @param through where the next read continues: everything up to here was examined
 * @param lost the newest position up to which matching updates after the start of the read may have been dropped; null
 *     if there is no loss. For a reader without grants it is that of a public update: such a reader does not notice
 *     that private updates are gone
 */
public record Page(
        List<Entry> entries, Position through, @Nullable Position lost) {

    /** Copies the entries, so that they cannot change later. */
    public Page {
        entries = List.copyOf(entries);
    }
}
