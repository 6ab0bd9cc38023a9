package io.ssegateway.stream;

import io.ssegateway.eventlog.Position;

/**
 * Where a stream begins to read the log.
 *
 * @param kind how it begins
 * @param after the position that its client has; {@link Position#ORIGIN} if that is not known
 * @param requested the id by which its client asked; empty if it did not
 */
public record ResumePoint(Kind kind, Position after, String requested) {

    /** The ways to begin. */
    public enum Kind {
        /** With the next update. */
        LIVE,
        /** With the oldest update there is. */
        EARLIEST,
        /** After the position that the client has; it gets a gap if updates in between are gone. */
        AFTER,
        /** At the oldest update, because the id is unknown; the client gets a gap that says so. */
        UNKNOWN_ID
    }

    /** A stream of later updates only. */
    public static final ResumePoint LIVE = new ResumePoint(Kind.LIVE, Position.ORIGIN, "");

    /** A stream of all updates in the log. */
    public static final ResumePoint EARLIEST = new ResumePoint(Kind.EARLIEST, Position.ORIGIN, "earliest");

    /** A stream that resumes where its client was. */
    public static ResumePoint after(Position position, String requested) {
        return new ResumePoint(Kind.AFTER, position, requested);
    }

    /** A stream whose client was at a place that is not known. */
    public static ResumePoint unknownId(String requested) {
        return new ResumePoint(Kind.UNKNOWN_ID, Position.ORIGIN, requested);
    }
}
