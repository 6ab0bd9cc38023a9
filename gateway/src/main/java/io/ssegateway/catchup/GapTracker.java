package io.ssegateway.catchup;

import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.GapReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.RingSlot;
import io.ssegateway.stream.ResumePoint;
import org.jspecify.annotations.Nullable;

/**
 * What a stream's client is told when it misses something: each loss once, and never two gaps in a row without an
 * update in between. A gap that is not written yet grows instead.
 */
final class GapTracker {
    private final ResumePoint start;
    private final boolean asksLog;
    private final GatewayMetrics metrics;
    /** Whether nothing was read yet, so that a loss concerns what the client asked for. */
    private boolean atStart = true;

    private Position lostTold = Position.ORIGIN;
    /**
     * The newest position that the client has been given, as far as is known: the cursor may be that of an update it
     * may not read.
     */
    private Position given;
    /** What the client is told before the next update, and whether that is written. */
    private @Nullable Gap gap;

    private boolean written;

    /**
     * @param given the position that the client has, as far as is known
     * @param asksLog whether the log must say what is gone
     */
    GapTracker(ResumePoint start, Position given, boolean asksLog, GatewayMetrics metrics) {
        this.start = start;
        this.given = given;
        this.asksLog = asksLog;
        this.metrics = metrics;
    }

    /** Whether a page of the log must be read before the ring: the log alone knows what is gone. */
    boolean needsLog() {
        return atStart && asksLog;
    }

    /** A page of the log was read, from behind the cursor. */
    void read(Page page, Position cursor) {
        boolean first = atStart && start.kind() != ResumePoint.Kind.LIVE;
        atStart = false;
        Position here = first ? cursor : given;
        Position from = here;
        boolean newLoss = false;
        Position lost = page.lost();
        if (lost != null && lost.isAfter(lostTold)) { // The log repeats it on each page that begins before it.
            newLoss = true;
            lostTold = lost;
            from = isBeforeTheNextUpdate(lost, page) ? lost : here;
        }
        if (first && start.kind() == ResumePoint.Kind.UNKNOWN_ID) {
            tell(new Gap(GapReason.UNKNOWN_ID, start.requested(), from, null));
        } else if (newLoss && !(first && start.kind() == ResumePoint.Kind.EARLIEST)) {
            tell(new Gap(GapReason.EXPIRED, first ? start.requested() : given.toString(), from, null));
        }
    }

    /**
     * Whether nothing that the client has not got yet is older than the loss: topics under other rules of the log may
     * have kept more, and who went on behind the loss would miss it.
     */
    private static boolean isBeforeTheNextUpdate(Position lost, Page page) {
        Position next = page.entries().isEmpty()
                ? page.through()
                : page.entries().get(0).position();
        return next.covers(lost);
    }

    /** Updates behind the cursor are passed over on purpose. */
    void skipped(RingSource.Skipped skipped) {
        RingSlot newest = skipped.newest();
        Position before = newest.position().beforeOr(newest.previous());
        tell(new Gap(GapReason.SKIPPED, given.toString(), before, skipped.missed()));
    }

    private void tell(Gap next) {
        Gap untold = gap;
        if (untold == null) {
            gap = next;
            written = false;
            metrics.gap(next.reason());
        } else if (!written) {
            Long missed = next.reason() == untold.reason() ? next.missed() : null;
            gap = new Gap(untold.reason(), untold.requested(), next.resumedFrom(), missed);
        }
    }

    /** What must be written before anything else; null if nothing. */
    @Nullable
    RingFrame untold() {
        return gap == null || written ? null : gap.frame();
    }

    /** Whether a gap is written and the update behind it is not: what a client was told comes next must come. */
    boolean owesUpdate() {
        return gap != null && written;
    }

    /** This frame was written last. */
    void written(RingFrame last) {
        atStart = false;
        given = last.position();
        written = last.isGap();
        if (!written) {
            gap = null;
        }
    }
}
