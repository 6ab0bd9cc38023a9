/**
 * One event log made of several: topics are spread over partitions by hash, and each partition is a log with its own
 * order.
 *
 * <pre>
 *   append ── by the first topic ──▶ partition 0 ──┐
 *                                   partition 1 ──┼─▶ MergedTail: one order for this node's streams
 *                                   partition 2 ──┘
 *   read, find ── of all partitions, put together by PageMerge
 * </pre>
 *
 * <p>A position consists of one position in each partition ({@code Places}), and advances as a whole with every update
 * of any partition. Two nodes may merge the partitions differently. But a position says exactly what its reader has
 * got, so the reader can resume at the other node: from the log, until it reaches a position of that node's ring.
 */
@NullMarked
package io.ssegateway.eventlog.partition;

import org.jspecify.annotations.NullMarked;
