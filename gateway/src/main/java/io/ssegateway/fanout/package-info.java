/**
 * Fan-out: one log, many cursors.
 *
 * <pre>
 *   EventLog ──tail──▶ ShardedChannelGroup ──append──▶ FrameRing   each update encoded once, shared by all loops
 *      │                      │                            │
 *      │                      │ wake: one task per loop    │ read forward
 *      │                      ▼                            ▼
 *      │                  LoopShard ──▶ LivePass ──▶ Batch ──▶ Audience ──▶ StreamWriter ──▶ socket
 *      │                      │            │             live streams: all stand where the pass stands
 *      │                      │            │ a socket took less than a whole write
 *      │                      │            ▼
 *      └──────pages──────▶ CatchUps ──▶ CatchUp ─────────────────────▶ StreamWriter ──▶ socket
 *                             ▲                          replaying, lagging, throttled: a cursor each
 *                           IdleSweeper                  heartbeats, positions, maximum age, budgets
 * </pre>
 *
 * <p>A publish appends to the log; the log's tail puts the encoded frame into the ring and wakes the event loops. Each
 * loop owns one {@code LoopShard}, which no other thread touches, and carries all its live streams forward together: a
 * {@code Batch} of frames is laid out once and written to each subscriber of each audience in one call. A stream that
 * does not stand there has a cursor of its own, and reads from the log what the ring does not reach back to, until it
 * comes to the ring's head.
 */
@NullMarked
package io.ssegateway.fanout;

import org.jspecify.annotations.NullMarked;
