/**
 * The event log in a file of this machine, an SQLite database: it outlives the process. The only package that sees the driver.
 *
 * <pre>
 *   SqliteEventLog ── what the rest of the gateway sees
 *     ├─ AppendQueue ── what waits to be written, bounded
 *     ├─ Writer ── one thread: takes all that waits, one transaction, then tells the tails, then the publishers
 *     │    ├─ WriteStore, FactStore ── its connection and statements
 *     │    ├─ Ledger, Trimmer ── what each run holds; what must go
 *     │    └─ Outage ── why nothing can be written, and since when it was said
 *     ├─ SqliteTable ── facts beside the updates, by the same writer and readers
 *     ├─ Tails ── who is told, and up to where
 *     ├─ Readers ── two threads
 *     │    └─ EntryReader ── a read-only connection and its statements
 *     └─ LogFile ── the path, its lock, connections
 *          └─ Schema, Runs ── the tables; what becomes of them when the rules change
 * </pre>
 *
 * <p>Nothing is delivered before it is committed, and nothing is read that was not delivered: reads end at the last entry that
 * the tails were told. Entries have a number beside their position, which counts on in the log's order; all tables and the reads
 * go by it.
 */
@NullMarked
package io.ssegateway.eventlog.sqlite;

import org.jspecify.annotations.NullMarked;
