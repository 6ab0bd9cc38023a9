/**
 * The event log in the process's heap. It is the fastest one, and ends with the process.
 *
 * <pre>
 *   MemoryEventLog ── one lock, the order, reads
 *     ├─ BoundedLog ── append once, position, retention: the same for every log that decides the order
 *     │    └─ MemoryStore ── the entries by retention group, the publishers' ids
 *     │         └─ EntryQueue ── the entries of one group
 *     └─ LogTails ── the tails, and how far they are
 * </pre>
 *
 * <p>A reader walks the queues of the groups that may have its topics, in log order ({@code EntryMerge}). Each queue
 * knows the newest position that it has dropped. So a reader of one rule's topics gets a gap for its own losses, and
 * never for those of another rule.
 */
@NullMarked
package io.ssegateway.eventlog.memory;

import org.jspecify.annotations.NullMarked;
