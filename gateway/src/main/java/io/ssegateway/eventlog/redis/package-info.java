/**
 * The event log in Redis, which any number of gateways share: one Redis stream, whose ids are the positions.
 *
 * <pre>
 *   RedisEventLog ── append, read, find
 *     ├─ Scripts ── what must be one step in Redis: LogKeys, in Lua
 *     ├─ Tails ── told to this node's tails in log order; who waits for a position
 *     └─ Session ── the two connections, and a tick that sees whether they still answer
 *          ├─ Link "commands" ── scripts, reads; Pulse: is it writable? where does this node stand?
 *          ├─ Link "tail" ── XREAD BLOCK from the last position told
 *          └─ Outage ── one warning when it begins, one line when it ends
 * </pre>
 *
 * <p>A connection that fails, or does not answer in time, is closed for good and made anew: nothing is sent twice, and nothing
 * waits for better times. Every entry names the position of the entry before it; so a reader, and the tail, know exactly
 * whether something between two entries is gone. This package alone sees the driver, Lettuce.
 */
@NullMarked
package io.ssegateway.eventlog.redis;

import org.jspecify.annotations.NullMarked;
