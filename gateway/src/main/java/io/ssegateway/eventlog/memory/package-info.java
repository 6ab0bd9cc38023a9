/**
 * The event log in the process's heap: as fast as it gets, and gone when the process ends.
 *
 * <pre>
 *   MemoryEventLog ── one lock, the order, the ids
 *     └─ Buckets ── which topic is kept under which rule
 *          └─ Bucket ── one per rule: its bounds by count, bytes and age
 *               └─ Run ── within: updates whose topics all lie under the rule
 *                  Run ── across: updates that have topics under other rules too
 * </pre>
 *
 * <p>An update is kept under the rule of its first topic. So a reader goes over the runs within the rules of its own topics
 * and over every run across, in log order ({@code Merge}). Each run knows the newest position that it has dropped: that is how a
 * reader of one rule's topics is told of its losses, and never of those of another rule.
 */
@NullMarked
package io.ssegateway.eventlog.memory;

import org.jspecify.annotations.NullMarked;
