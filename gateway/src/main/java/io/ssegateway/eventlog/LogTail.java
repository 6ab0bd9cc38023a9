package io.ssegateway.eventlog;

import java.util.List;

/**
 * A reader that follows the log as it grows. Called in log order, never by two threads at once; must not block or call
 * the log.
 */
public interface LogTail {

    /** Whether it is to be told the log's newest entries before it begins, if the log was there before this process. */
    default boolean wantsRecent() {
        return false;
    }

    /**
     * The newest entries that the log had already, oldest first: nothing in between is gone, and what is told from
     * {@link #begin} on follows on them. At most once, before everything else.
     *
     * @param before a mark before the first of them
     * @param mark the newest mark: what is older by its time is older by the log's clock
     */
    default void recent(Position before, List<Entry> entries, Position mark) {}

    /**
     * The next entries come after this position. Called once, before everything else: before {@link EventLog#tail}
     * returns, or as soon as the log is reached for the first time.
     *
     * @param newest the newest position
     */
    void begin(Position newest);

    /**
     * Entries after the last delivered position are lost for the tail: the log was unreachable and has dropped them
     * meanwhile, or the tail failed to take them.
     *
     * @param through no entry up to this position will be delivered any more
     */
    default void lost(Position through) {}

    /** The log has this new entry. */
    void appended(Entry entry);

    /**
     * The log has issued a mark: a position that belongs to no update and depends on the clock alone. All later entries
     * come after it; earlier entries come before it or belong to its last moments. The first mark comes before
     * {@link #begin}. In a log of several partitions, a public update also advances the mark of its partition.
     */
    default void marked(Position mark) {}
}
