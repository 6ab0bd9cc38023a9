/**
 * Streams that are not live: they replay, their sockets were full, or they read at intervals of their own.
 *
 * <pre>
 *   CatchUps ── TurnQueue ──turn──▶ CatchUp: budget, next source, write, and live again at the ring's head
 *      │                               │
 *      │                            Sources: cursor, gap
 *      │                               ├── PendingFrames   a page of the log, or the newest of each topic (Conflation)
 *      └── PageReader ◀──── log        └── RingSource      the ring, by number
 * </pre>
 *
 * <p>A stream has a {@link io.ssegateway.catchup.CatchUp} only as long as it needs it: a cursor, never a queue. How far
 * it may fall back, and what becomes of it then, is {@code LagBudget} and the policy of its topics.
 */
@NullMarked
package io.ssegateway.catchup;

import org.jspecify.annotations.NullMarked;
