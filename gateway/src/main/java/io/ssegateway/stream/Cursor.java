package io.ssegateway.stream;

import io.ssegateway.eventlog.Position;

/**
 * Where a stream stands that does not stand where its event loop stands: it replays, its socket was full, or it reads
 * at intervals of its own. Belongs to the event loop, but for {@link #position} and {@link #state}, which any thread
 * may read.
 */
public interface Cursor {

    /** Everything up to here was written, or is not for the stream. */
    Position position();

    /** What the stream does, in the words of {@link StreamStatus#state}. */
    String state();

    /** Whether nothing is to be written now: a log that is away may keep the stream waiting for long. */
    boolean isIdle();

    /** Whether the stream has all there is and waits for the next update. */
    boolean isResting();

    /**
     * There is something for the stream. One that rests goes on, as soon as its throttle allows; the others come to it
     * by themselves.
     *
     * @param before all up to here is nothing for a stream that rests
     */
    void wake(Position before);

    /** Closes the stream if it has been behind for too long, as its policy says. */
    void checkBudget();

    /** The stream has closed. */
    void stop();
}
