/**
 * Fan-out: one log, many cursors.
 *
 * <pre>
 *   EventLog ──tail──▶ ShardedChannelGroup ──append──▶ FrameRing   each update encoded once, shared by all loops
 *      │                      │                            │
 *      │                      │ wake: one task per loop    │ read forward
 *      │                      ▼                            ▼
 *      │                  LoopShard ──▶ LivePass ──▶ Batch ──▶ Audience ──▶ StreamWriter ──▶ socket
 *      │                      │            │             live streams: all share the position of the pass
 *      │                      │            │ a socket took less than a whole write
 *      │                      │            ▼
 *      └──────pages──────▶ CatchUps ──▶ CatchUp ─────────────────────▶ StreamWriter ──▶ socket
 *                             ▲                          replaying, lagging, throttled: a cursor each
 *                           IdleSweeper                  heartbeats, positions, maximum age, budgets
 * </pre>
 *
 * <p>A publish appends to the log; the log's tail puts the encoded frame into the ring and wakes the event loops. Each
 * loop owns one {@code LoopShard}, which no other thread touches. It advances all its live streams together: a
 * {@code Batch} of frames is laid out once and written to each subscriber of each audience in one call. A stream at
 * another position has a cursor of its own. It reads older updates from the log, then from the ring, until it reaches
 * the ring's head.
 */
@NullMarked
package io.ssegateway.fanout;

import org.jspecify.annotations.NullMarked;
