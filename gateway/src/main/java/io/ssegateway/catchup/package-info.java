/**
 * Streams that are not live: they replay, their socket was full, or they are throttled.
 *
 * <pre>
 *   CatchUps ── TurnQueue ──turn──▶ CatchUp: budget, next source, write, and live again at the ring's head
 *      │                               │
 *      │                            Sources: cursor, gap
 *      │                               ├── PendingFrames   a page of the log, or the newest of each topic (Conflation)
 *      └── PageReader ◀──── log        └── RingSource      the ring, by number
 * </pre>
 *
 * <p>A stream has a {@link io.ssegateway.catchup.CatchUp} only as long as it needs it: a cursor, never a queue.
 * {@code LagBudget} limits how far it may fall back; the policy of its topics decides what happens then.
 */
@NullMarked
package io.ssegateway.catchup;

import org.jspecify.annotations.NullMarked;
