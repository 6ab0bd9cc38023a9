package io.ssegateway.ring;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Interest;
import org.jspecify.annotations.Nullable;

/**
 * The position that a stream may get. It is at or after the newest update that the stream may read, so that a client
 * that resumes from it gets nothing twice, and before every later update. It is the log's newest mark or the position
 * of an update that the stream may read, so it reveals nothing about any other update. Safe for use by any thread.
 */
public final class Announcer {
    /**
     * How many private updates are examined, newest first, for one that a stream with grants may read. If it may read
     * none of them, and there was neither a mark nor a public update in between, it gets the position of the oldest of
     * them.
     */
    public static final int MAX_LOOKED_AT = 256;

    private final EventLog log;
    private final FrameRing ring;

    public Announcer(EventLog log, FrameRing ring) {
        this.log = log;
        this.ring = ring;
    }

    /** The position of a stream that gets only later updates. */
    public Position atHead(Interest interest) {
        Position position = before(ring.head(), interest);
        while (position == null) { // Overtaken between the two.
            position = before(ring.head(), interest);
        }
        return position;
    }

    /**
     * Of a stream that has everything before a frame.
     *
     * @param sequence the frame's number, at most the ring's head
     * @return null if the ring does not reach back so far any more
     */
    public @Nullable Position before(long sequence, Interest interest) {
        log.mark();
        Position mark = ring.mark();
        Position open = ring.openBefore(sequence);
        if (open == null) {
            return null;
        }
        // The mark was read first: if that frame is not told yet, it comes after the mark.
        Position position = sequence == ring.head() ? open.join(mark) : open;
        return interest.hasGrants() ? joinPrivate(position, sequence, interest) : position;
    }

    /** A position between what the log had at the start and what came since. */
    public Position beginning() {
        return ring.startMark();
    }

    /**
     * The newest update that may be read, among those since the tail began; {@link Position#ORIGIN} if there is none.
     * It does not change until there is a newer one.
     */
    public Position newestUpdate(Interest interest) {
        Position newest = ring.newestPublic();
        return interest.hasGrants() ? joinPrivate(newest, ring.head(), interest) : newest;
    }

    private Position joinPrivate(Position open, long sequence, Interest interest) {
        Position joined = open;
        Position oldest = ring.before(sequence);
        for (int looked = 1; looked <= sequence && oldest != null && !joined.covers(oldest); looked++) {
            RingSlot slot = ring.at(sequence - looked);
            if (slot == null || looked == MAX_LOOKED_AT) {
                return joined.join(oldest);
            }
            RingFrame logged = slot.logged();
            if (interest.mayRead(logged.topics(), logged.isPrivate())) {
                joined = joined.join(slot.position());
            }
            oldest = slot.previous();
        }
        return joined;
    }
}
