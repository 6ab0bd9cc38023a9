/**
 * The event log in the process's heap: as fast as it gets, and gone when the process ends.
 *
 * <pre>
 *   MemoryEventLog ── one lock, the order, reads
 *     ├─ BoundedLog ── append once, position, retention: the same for every log that decides the order
 *     │    └─ MemoryStore ── the entries by retention group, the publishers' ids
 *     │         └─ EntryQueue ── the entries of one group
 *     └─ LogTails ── who is told, and up to where
 * </pre>
 *
 * <p>A reader goes over the queues of the groups that may have what it asks for, in log order ({@code EntryMerge}).
 * Each queue knows the newest position that it has dropped: that is how a reader of one rule's topics is told of its
 * losses, and never of those of another rule.
 */
@NullMarked
package io.ssegateway.eventlog.memory;

import org.jspecify.annotations.NullMarked;
