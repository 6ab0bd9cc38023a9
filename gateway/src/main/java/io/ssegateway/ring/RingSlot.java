package io.ssegateway.ring;

import io.ssegateway.eventlog.Position;

/**
 * A place in the ring.
 *
 * @param sequence its number
 * @param previous the position of the frame before it
 * @param open the position that a stream without grants may get when it has this frame: see {@code Announcer}
 * @param logged the frame
 * @param endBytes bytes of all frames up to and with this one since the gateway started
 * @param takenNanos when the update was taken, {@link System#nanoTime()}
 */
public record RingSlot(
        long sequence, Position previous, Position open, RingFrame logged, long endBytes, long takenNanos) {

    /** The cursor of a stream that has got it. */
    public Position position() {
        return logged.position();
    }

    /** Bytes of all frames before this one since the gateway started. */
    public long startBytes() {
        return endBytes - logged.frame().length(true);
    }
}
