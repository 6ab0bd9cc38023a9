/**
 * One event log made of several: the topics are spread over partitions by hash, each a log of its own with an order of
 * its own.
 *
 * <pre>
 *   append ── by the first topic ──▶ partition 0 ──┐
 *                                   partition 1 ──┼─▶ MergedTail: one order for this node's streams
 *                                   partition 2 ──┘
 *   read, find ── of all partitions, put together by PageMerge
 * </pre>
 *
 * <p>A position is one position in each partition ({@code Places}), and moves on as a whole with every update of any of
 * them. Two nodes may merge the partitions differently; a position says exactly what its reader has got, so he can go
 * on at the other node all the same: from the log, until he is where the ring of that node has been.
 */
@NullMarked
package io.ssegateway.eventlog.partition;

import org.jspecify.annotations.NullMarked;
