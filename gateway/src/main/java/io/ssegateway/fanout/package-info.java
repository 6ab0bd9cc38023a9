/**
 * Fan-out: one encoded frame to many streams.
 *
 * <pre>
 *   publish ──▶ ShardedChannelGroup ──one task per loop──▶ LoopShard ──▶ TopicIndex ──▶ Subscriber ──▶ socket
 *                                                             ▲
 *                                                     Sweep (heartbeats, maximum age)
 * </pre>
 *
 * <p>Each event loop owns one {@code LoopShard}: the subscribers of that loop, in dense arrays that no other thread
 * touches. Publishing encodes the event once and hands every shard that has somebody interested one task.
 */
@NullMarked
package io.ssegateway.fanout;

import org.jspecify.annotations.NullMarked;
