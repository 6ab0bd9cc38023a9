package io.ssegateway.eventlog;

/** Who reads the log as it grows. Called in log order, never by two threads at once; must not block nor call the log. */
public interface LogTail {

    /**
     * What follows comes after this position. Called once, before {@link EventLog#tail} returns.
     *
     * @param newest the newest position there is
     */
    void begin(Position newest);

    /** The log has this entry more. */
    void appended(Entry entry);
}
