package io.ssegateway.loadtest.fanout;

import org.jspecify.annotations.Nullable;

/** The streams of a run, in this process or in others. */
interface Crowd {

    /** Starts opening the streams, and returns at once. */
    void open();

    /** How far they are, a little late if they are elsewhere. */
    Counts counts();

    /** The first thing that went wrong. */
    @Nullable
    String fault();

    /**
     * Closes all streams and all that held them. Counts and fault stay what they were before.
     *
     * @param published messages that the streams should have got
     */
    Findings close(int published) throws InterruptedException;
}
