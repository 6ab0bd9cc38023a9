package io.ssegateway.catchup;

import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.WriteBuffer;
import org.jspecify.annotations.Nullable;

/** What a stream that catches up gets next. */
interface Source {

    /** Lays out as much as fits into one write; nothing if none of the examined frames is for the stream. */
    void layOut(WriteBuffer buffer, boolean chunked);

    /**
     * Advances past what was written.
     *
     * @param frames how many of the laid out frames
     * @param last the last of them; null if none was laid out
     * @param isCut whether the last one was written only in part: then the stream cannot continue for now
     * @return the cursor
     */
    Position written(int frames, @Nullable RingFrame last, boolean isCut);
}
