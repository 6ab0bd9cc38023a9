/**
 * The newest updates, encoded once and shared by all event loops.
 *
 * <p>The log's tail appends a {@link io.ssegateway.ring.RingFrame} to the {@link io.ssegateway.ring.FrameRing}; any
 * thread reads it there by its number. A loop copies the frames that go out together into a
 * {@link io.ssegateway.ring.WriteBuffer}, from which sockets are written. {@link io.ssegateway.ring.Announcer} says
 * which position a stream may get.
 */
@NullMarked
package io.ssegateway.ring;

import org.jspecify.annotations.NullMarked;
