package io.ssegateway.eventlog;

/**
 * A reader that follows the log as it grows. Called in log order, never by two threads at once; must not block or call
 * the log.
 */
public interface LogTail {

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
