package io.ssegateway.stream;

import io.ssegateway.eventlog.Position;

/**
 * The position of a stream that is not live: it replays, its socket was full, or it is throttled. Belongs to the event
 * loop, except {@link #position} and {@link #state}, which any thread may read.
 */
public interface Cursor {

    /** Everything up to here was written, or is not for the stream. */
    Position position();

    /** What the stream does, in the words of {@link StreamStatus#state}. */
    String state();

    /** Whether there is nothing to write now: an unavailable log may keep the stream waiting for long. */
    boolean isIdle();

    /** Whether the stream has all updates and waits for the next one. */
    boolean isResting();

    /**
     * There is an update for the stream. A resting stream continues as soon as its throttle allows; the others reach
     * the update by themselves.
     *
     * @param before a resting stream has everything up to here
     */
    void wake(Position before);

    /** Closes the stream if it has been behind for too long, as its policy says. */
    void checkBudget();

    /** The stream has closed. */
    void stop();
}
