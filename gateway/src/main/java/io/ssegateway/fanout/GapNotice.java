package io.ssegateway.fanout;

import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.GapReason;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a stream's client is told that it misses something: for each loss once, and never twice in a row without an
 * update in between.
 */
final class GapNotice {
    private final Start start;
    /** Whether nothing was read yet, so that a loss concerns what the client asked for. */
    private boolean atStart = true;

    private boolean lastWasGap;
    private Position lostTold = Position.ORIGIN;

    GapNotice(Start start) {
        this.start = start;
    }

    /** Whether a page of the log must be read before the ring: the log alone knows what is gone. */
    boolean needsLog() {
        return atStart && start.kind() != Start.Kind.LIVE;
    }

    /**
     * A page of the log was read.
     *
     * @param cursor where it was read from
     * @return what the client is to be told; null if nothing
     */
    @Nullable
    Gap read(Page page, Position cursor) {
        boolean first = needsLog();
        atStart = false;
        Position from = cursor;
        boolean newLoss = false;
        Position lost = page.lost();
        if (lost != null && lost.isAfter(lostTold)) { // The log repeats it on each page that begins before it.
            newLoss = true;
            lostTold = lost;
            from = isAfterAnUpdate(lost, page) ? cursor : lost;
        }
        if (first && start.kind() == Start.Kind.UNKNOWN_ID) {
            return gap(GapReason.UNKNOWN_ID, start.requested(), from, null);
        }
        boolean wanted = first && start.kind() == Start.Kind.EARLIEST;
        return newLoss && !wanted
                ? gap(GapReason.EXPIRED, first ? start.requested() : cursor.toString(), from, null)
                : null;
    }

    /**
     * Whether something that the client has not got yet is older than the loss: topics under other rules of the log may have
     * kept more, and who went on behind the loss would miss it.
     */
    private static boolean isAfterAnUpdate(Position lost, Page page) {
        Position next = page.entries().isEmpty()
                ? page.through()
                : page.entries().get(0).position();
        return lost.isAfter(next);
    }

    /** Updates are passed over on purpose. */
    @Nullable
    Gap skipped(RingReader.Skipped skipped, Position cursor) {
        return gap(GapReason.SKIPPED, cursor.toString(), skipped.newest().previous(), skipped.missed());
    }

    private @Nullable Gap gap(GapReason reason, String requested, Position from, @Nullable Long missed) {
        if (lastWasGap) {
            return null;
        }
        lastWasGap = true;
        return new Gap(reason, requested, from, missed);
    }

    /** This frame was written last. */
    void written(LoggedFrame last) {
        lastWasGap = lastWasGap && last.isGap();
    }
}
