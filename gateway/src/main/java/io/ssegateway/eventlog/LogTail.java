package io.ssegateway.eventlog;

/**
 * Who reads the log as it grows. Called in log order, never by two threads at once; must not block nor call the log.
 */
public interface LogTail {

    /**
     * What follows comes after this position. Called once, before everything else: before {@link EventLog#tail}
     * returns, or, if the log has not been reached until then, as soon as it is.
     *
     * @param newest the newest position there is
     */
    void begin(Position newest);

    /**
     * What followed on the last position told is gone before the tail could be told it, because the log was away and
     * has forgotten it meanwhile, or because the tail failed to take it.
     *
     * @param through nothing up to this position will be told any more
     */
    default void lost(Position through) {}

    /** The log has this entry more. */
    void appended(Entry entry);

    /**
     * The log has issued a mark: a position that belongs to no update and depends on the clock alone. Whatever the tail
     * is told from now on comes after it; what was told before comes before it or is of its last moments. The first
     * mark comes before {@link #begin}. A log of several partitions moves it on in a partition also with a public
     * update there.
     */
    default void marked(Position mark) {}
}
