package io.ssegateway.catchup;

import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.Subscriber;

/** A stream that catches up, as those see it that give it its turns and its pages. */
interface Reader {

    Subscriber subscriber();

    /** The cursor: everything up to here was written, or is not wanted. */
    Position position();

    /** Writes once, as much as its socket takes; {@code buffer} is the room to lay that out. */
    void turn(WriteBuffer buffer);

    /** The page behind the cursor has come. */
    void arrived(LogPage page);
}
