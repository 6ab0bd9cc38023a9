package io.ssegateway.fanout;

import io.ssegateway.config.SendPosition;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionHorizon;
import io.ssegateway.eventlog.RetentionHorizon.AtRisk;
import io.ssegateway.ring.Announcer;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.Cursor;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays out the {@link PositionEvent} for the position of a loop's streams, and says which streams need it. All streams
 * without grants get the same position ({@link Announcer}); for a stream with grants it is computed. Belongs to its
 * event loop.
 */
final class PositionBlock {
    /** Room for the block, however long the position. */
    private static final int BYTES = 128 + Position.MAX_PARTITIONS * Position.MAX_PARTITION_CHARS;

    private final LivePass pass;
    private final FrameRing ring;
    private final Announcer announcer;
    private final RetentionHorizon horizon;
    private final SendPosition when;
    private final WriteBuffer chunk = new WriteBuffer(BYTES);
    private final WriteBuffer plain = new WriteBuffer(BYTES);
    /** What one stream with grants gets. */
    private final WriteBuffer own = new WriteBuffer(BYTES);

    private @Nullable AtRisk atRisk;
    private long head;
    private long framesBefore;
    /** The event for streams without grants; null as long as none needs it, or if the position is unknown. */
    private @Nullable RingFrame open;

    private boolean openKnown;
    private long openFrame;
    private long frame;

    /**
     * @param pass carries the live streams
     * @param horizon says which positions the log may soon drop
     */
    PositionBlock(LivePass pass, FrameRing ring, Announcer announcer, RetentionHorizon horizon, SendPosition when) {
        this.pass = pass;
        this.ring = ring;
        this.announcer = announcer;
        this.horizon = horizon;
        this.when = when;
    }

    /** The streams may have moved, and what is at risk may have changed, since the last call. */
    void refresh() {
        openKnown = false;
        open = null;
        framesBefore = head;
        pass.catchUp();
        head = pass.position().next();
        atRisk = when == SendPosition.NEVER ? null : horizon.now();
    }

    /**
     * Whether updates come so fast that the log may drop what is safe now before all streams have had their turn.
     *
     * @param turns how many calls of {@link #refresh} it takes until all have
     */
    boolean isUrgent(int turns) {
        AtRisk risk = atRisk;
        return risk != null
                && risk.newest() != Long.MIN_VALUE
                && (head - framesBefore) * 2 * turns >= head - Math.max(risk.newest(), 0);
    }

    /**
     * The block, alone in memory to write from, if a stream needs it now.
     *
     * @param idle whether a heartbeat is due
     */
    @Nullable
    WriteBuffer due(Subscriber subscriber, boolean idle) {
        AtRisk risk = atRisk;
        if (risk == null || !subscriber.takesPositions()) {
            return null;
        }
        boolean always = idle && when == SendPosition.ALWAYS;
        if ((!always && !risk.concerns(subscriber.idFrame(), subscriber.interest())) || !isAtPosition(subscriber)) {
            return null;
        }
        WriteBuffer block = subscriber.interest().hasGrants() ? own(subscriber) : shared(subscriber.chunked());
        return always || frame > subscriber.idFrame() ? block : null; // Else it would move nothing.
    }

    /** The number of the newest frame that the last block covers. */
    long frame() {
        return frame;
    }

    /**
     * Whether the stream has everything up to the position of its loop. In the middle of a batch this is true for
     * streams that have got nothing of it yet, and only those are checked: the ids of the others are new.
     */
    private boolean isAtPosition(Subscriber subscriber) {
        Cursor cursor = subscriber.cursor();
        return subscriber.audienceSlot() >= 0
                && subscriber.next() <= head
                && subscriber.idFrame() < head
                && (cursor == null || cursor.isResting());
    }

    private @Nullable WriteBuffer own(Subscriber subscriber) {
        RingFrame block = block(subscriber.interest());
        if (block == null) {
            return null;
        }
        frame = ring.frameOf(block.position());
        own.clear();
        own.add(block, subscriber.chunked());
        return own;
    }

    private @Nullable WriteBuffer shared(boolean chunked) {
        if (!openKnown) {
            openKnown = true;
            open = block(Interest.NONE);
            if (open != null) {
                openFrame = ring.frameOf(open.position());
                chunk.clear();
                chunk.add(open, true);
                plain.clear();
                plain.add(open, false);
            }
        }
        frame = openFrame;
        if (open == null) {
            return null;
        }
        return chunked ? chunk : plain;
    }

    /** Null if the loop's position has left the ring. */
    private @Nullable RingFrame block(Interest interest) {
        Position position = announcer.before(head, interest);
        return position == null
                ? null
                : new RingFrame(
                        position,
                        List.of(),
                        Frame.of(PositionEvent.of(position.toString()).build()));
    }
}
