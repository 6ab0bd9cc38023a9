/**
 * The event log in Redis, which any number of gateways share: one Redis stream, whose ids are the positions.
 *
 * <pre>
 *   RedisEventLog ── append, find; PageRead ── one page
 *     ├─ Script ── what must be one step in Redis: LogKeys, in Lua
 *     ├─ RecentRead ── the newest entries, for the ring, when Redis is reached for the first time
 *     ├─ NodeTails ── delivers to this node's tails in log order; waits for a position
 *     └─ RedisNode ── three ReconnectingConnections, a tick that sees whether they still answer, and the NodeState
 *          ├─ "commands" ── publishing, tables; NodeHeartbeat: is Redis writable? how far is this node?
 *          ├─ LogFollower ── the tail: XREAD BLOCK from the last delivered position
 *          └─ ReadQueue ── pages, ids and positions that streams ask for, a few at a time
 * </pre>
 *
 * <p>A node is in one {@code NodeState}. A connection is up when it has answered its first command, and down when it
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
 * <p>While the node is AVAILABLE it accepts updates and reads the log. In COMMANDS_DOWN the updates of other nodes
 * still reach its streams.
 *
 * <p>A connection that fails, or does not answer in time, is closed and replaced by a new one: no command is sent
 * twice, and none is kept for later. Every entry names the position of the previous entry, so a reader, and the tail,
 * know exactly whether anything between two entries is missing. Only this package uses the driver, Lettuce.
 */
@NullMarked
package io.ssegateway.eventlog.redis;

import org.jspecify.annotations.NullMarked;
