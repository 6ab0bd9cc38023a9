/**
 * The event log in a file of this machine, an SQLite database: it outlives the process. The only package that sees the
 * driver.
 *
 * <pre>
 *   SqliteEventLog ── what the rest of the gateway sees
 *     ├─ WriteQueue ── the WriteTasks that wait for a transaction, bounded
 *     ├─ Writer ── one thread: takes all that waits, one transaction, then tells the LogTails, then the publishers
 *     │    ├─ WriteSession ── the open file: BoundedLog (append once, position, retention) over WriteStore
 *     │    │    └─ WriteStore, FactStore ── its connection and statements
 *     │    └─ Marks ── marks, and the ceiling that none exceeds
 *     ├─ SqliteTable ── facts beside the updates, by the same writer and readers
 *     ├─ Readers ── two threads, which wait for no transaction
 *     │    └─ EntryReader ── a read-only connection and its statements
 *     └─ LogFile ── the path, its lock, connections
 *          └─ Schema, RetentionGroups ── the tables; what becomes of them when the retention policy changes
 * </pre>
 *
 * <p>Nothing is delivered before it is committed, and nothing is read that was not delivered: reads end at the
 * high-water mark. Entries have a number beside their position, which counts on in the log's order; all tables and the
 * reads go by it.
 */
@NullMarked
package io.ssegateway.eventlog.sqlite;

import org.jspecify.annotations.NullMarked;
