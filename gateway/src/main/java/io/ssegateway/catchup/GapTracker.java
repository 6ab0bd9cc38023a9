package io.ssegateway.catchup;

import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.GapReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.RingSlot;
import io.ssegateway.stream.ResumePoint;
import org.jspecify.annotations.Nullable;

/**
 * The gap events of one stream: one for each loss, and never two in a row without an update in between. A gap that is
 * not written yet grows instead.
 */
final class GapTracker {
    private final ResumePoint start;
    private final boolean asksLog;
    private final GatewayMetrics metrics;
    /** True until the first read: a loss then concerns what the client asked for. */
    private boolean atStart = true;

    private Position reportedLoss = Position.ORIGIN;
    /**
     * The newest position that the client was sent, as far as is known: the cursor may be at an update that the client
     * may not read.
     */
    private Position given;
    /** The gap event before the next update, and whether it is written. */
    private @Nullable Gap gap;

    private boolean written;

    /**
     * @param given the position that the client has, as far as is known
     * @param asksLog whether only the log knows what it has dropped
     */
    GapTracker(ResumePoint start, Position given, boolean asksLog, GatewayMetrics metrics) {
        this.start = start;
        this.given = given;
        this.asksLog = asksLog;
        this.metrics = metrics;
    }

    /** Whether a page of the log must be read before the ring: only the log knows what it has dropped. */
    boolean needsLog() {
        return atStart && asksLog;
    }

    /** A page of the log was read, from behind the cursor. */
    void read(LogPage page, Position cursor) {
        boolean first = atStart && start.kind() != ResumePoint.Kind.LIVE;
        atStart = false;
        Position here = first ? cursor : given;
        Position from = here;
        boolean newLoss = false;
        Position lost = page.lost();
        if (lost != null && lost.isAfter(reportedLoss)) { // The log repeats it on each page that begins before it.
            newLoss = true;
            reportedLoss = lost;
            from = isBeforeTheNextUpdate(lost, page) ? lost : here;
        }
        if (first && start.kind() == ResumePoint.Kind.UNKNOWN_ID) {
            report(new Gap(GapReason.UNKNOWN_ID, start.requested(), from, null));
        } else if (newLoss && !(first && start.kind() == ResumePoint.Kind.EARLIEST)) {
            report(new Gap(GapReason.EXPIRED, first ? start.requested() : given.toString(), from, null));
        }
    }

    /**
     * Whether the loss is older than all updates that the client has not got yet. Topics with another retention rule
     * may have kept older ones; a client that resumed after the loss would miss those.
     */
    private static boolean isBeforeTheNextUpdate(Position lost, LogPage page) {
        return page.first().covers(lost);
    }

    /** The slow-consumer policy skips updates after the cursor. */
    void skipped(RingSource.Skipped skipped) {
        RingSlot newest = skipped.newest();
        Position before = newest.position().beforeOr(newest.previous());
        report(new Gap(GapReason.SKIPPED, given.toString(), before, skipped.missed()));
    }

    private void report(Gap next) {
        Gap current = gap;
        if (current == null) {
            gap = next;
            written = false;
            metrics.gap(next.reason());
        } else if (!written) {
            Long missed = next.reason() == current.reason() ? next.missed() : null;
            gap = new Gap(current.reason(), current.requested(), next.resumedFrom(), missed);
        }
    }

    /** The gap to write before the next update; null if there is none. */
    @Nullable
    RingFrame unwrittenGap() {
        return gap == null || written ? null : gap.frame();
    }

    /** Whether a gap is written but the update after it is not: the client must get the one that the gap announced. */
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
