package io.ssegateway.eventlog;

import org.jspecify.annotations.Nullable;

/**
 * The storage of a {@link BoundedLog}: in the heap or in a file. Each {@linkplain RetentionPolicy#groupOf group} of
 * entries is in log order. Used by one thread at a time.
 *
 * @param <R> what it knows about a retained entry
 * @param <X> how it fails
 */
public interface EntryStore<R extends Retained, X extends Exception> {
    /** The update that was published with this id; null if there is none. */
    @Nullable
    Position find(String publishersId) throws X;

    /**
     * Adds an entry that comes after all that are there.
     *
     * @param publishersId null if the entry's id is its position
     */
    R add(int group, Entry entry, @Nullable String publishersId) throws X;

    /** The oldest entry of a group; null if it has none. */
    @Nullable
    R oldest(int group) throws X;

    /** Drops the oldest entry of a group, and notes where it stood: readers from before that have lost something. */
    void drop(int group, R oldest) throws X;
}
