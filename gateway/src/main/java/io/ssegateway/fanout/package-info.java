/**
 * Fan-out: one log, many cursors.
 *
 * <pre>
 *   EventLog ──tail──▶ ShardedChannelGroup ──append──▶ FrameRing   each update encoded once, shared by all loops
 *      │                      │                            │
 *      │                      │ wake: one task per loop    │ read forward
 *      │                      ▼                            ▼
 *      │                  LoopShard ──▶ LivePass ──▶ TopicIndex ──▶ Audience ──▶ Subscriber ──▶ socket
 *      │                      │            │             live streams: all stand where the pass stands
 *      │                      │            │ a socket took less than a whole write
 *      │                      │            ▼
 *      └──────pages──────▶ CatchUps ──▶ CatchUp ──▶ Subscriber ──▶ socket
 *                             ▲                          replaying, lagging, throttled: a cursor each
 *                           IdleSweeper                  heartbeats, positions, maximum age, budgets
 * </pre>
 *
 * <p>A publish appends to the log; the log's tail puts the encoded frame into the ring and wakes the event loops. Each loop owns one
 * {@code LoopShard}, which no other thread touches, and carries all its live streams forward together: a batch of frames is laid
 * out once as a {@code WriteBuffer} and written to each subscriber of each {@code Audience} in one call. A stream that does not stand there
 * (it resumes, its socket is full, it reads at intervals of its own) has a {@code CatchUp}: a cursor, never a queue. It reads from the
 * log what the ring does not reach back to, tells its client of what it cannot get ({@code Gap}), and is live again when
 * it comes to the ring's head. How far it may fall back, and what becomes of it then, is {@code LagBudget} and the
 * {@code SlowConsumerPolicy} of its topics.
 */
@NullMarked
package io.ssegateway.fanout;

import org.jspecify.annotations.NullMarked;
