/**
 * The event log in a local file, an SQLite database, which survives the process. Only this package uses the driver.
 *
 * <pre>
 *   SqliteEventLog ── the log, as the rest of the gateway sees it
 *     ├─ WriteQueue ── the WriteTasks that wait for a transaction, bounded
 *     ├─ Writer ── one thread: all queued tasks in one transaction, then the LogTails, then the publishers
 *     │    ├─ WriteSession ── the open file: BoundedLog (append once, position, retention) over WriteStore
 *     │    │    └─ WriteStore, FactStore ── its connection and statements
 *     │    ├─ Checkpoints ── keep the write-ahead log short, by holding reads back if necessary
 *     │    └─ Marks ── marks, and their ceiling
 *     ├─ SqliteTable ── facts beside the updates, by the same writer and readers
 *     ├─ RecentRows ── the newest entries, for the ring, when the file is opened
 *     ├─ Readers ── two threads, which do not wait for transactions
 *     │    └─ EntryReader, Losses ── a read-only connection and its statements
 *     └─ LogFile ── the path, its lock, connections; StoreOpener ── opens it for writing
 *          └─ Schema, RetentionGroups ── the tables; their change when the retention policy changes
 * </pre>
 *
 * <p>Nothing is delivered before it is committed, and nothing is read that was not delivered: reads end at the
 * high-water mark. Besides their position, entries have a number that increases in the log's order; all tables and
 * reads use it.
 */
@NullMarked
package io.ssegateway.eventlog.sqlite;

import org.jspecify.annotations.NullMarked;
