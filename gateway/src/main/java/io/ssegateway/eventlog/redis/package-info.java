/**
 * The event log in Redis, which any number of gateways share: one Redis stream, whose ids are the positions.
 *
 * <pre>
 *   RedisEventLog ── append, find; PageRead ── one read
 *     ├─ Script ── what must be one step in Redis: LogKeys, in Lua
 *     ├─ NodeTails ── told to this node's tails in log order; who waits for a position
 *     └─ RedisNode ── the two connections, a tick that sees whether they still answer, and the NodeState
 *          ├─ ReconnectingConnection "commands" ── scripts, reads; NodeHeartbeat: is it writable? where does this node stand?
 *          └─ ReconnectingConnection "tail" ── XREAD BLOCK from the last position told
 * </pre>
 *
 * <p>A node is in one {@code NodeState}. A connection is up when it has answered its first question, and down when it
 * fails:
 *
 * <pre>
 *                   commands up
 *   open ─▶ STARTING ─────────▶ TAIL_DOWN ◀──── commands up ───── DISCONNECTED
 *                                │    ▲  ───── commands down ────▶  │     ▲
 *                            tail up  tail down                 tail up  tail down
 *                                ▼    │                             ▼     │
 *                               AVAILABLE ───── commands down ───▶ COMMANDS_DOWN
 *                                         ◀──── commands up ──────
 *
 *   close leads from each to CLOSED; one more failed attempt at a connection that is down leads nowhere
 * </pre>
 *
 * <p>Updates are taken and the log is read while it is AVAILABLE. In COMMANDS_DOWN what others have appended still
 * reaches the streams.
 *
 * <p>A connection that fails, or does not answer in time, is closed for good and made anew: nothing is sent twice, and
 * nothing waits for better times. Every entry names the position of the entry before it; so a reader, and the tail,
 * know exactly whether something between two entries is gone. This package alone sees the driver, Lettuce.
 */
@NullMarked
package io.ssegateway.eventlog.redis;

import org.jspecify.annotations.NullMarked;
