package io.ssegateway.eventlog.redis;

import io.ssegateway.eventlog.LogTails;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** This node's tails, and the reads that wait for them. Safe for use by any thread. */
final class NodeTails extends LogTails {

    /**
     * How far the tails are.
     *
     * @param position everything up to here was delivered, or was in the log before
     * @param lastPublic the newest position up to there that has, or had, a public entry
     */
    record HighWaterMark(Position position, Position lastPublic) {}

    private final TreeMap<Position, CompletableFuture<Void>> waiting = new TreeMap<>();
    private volatile HighWaterMark end = new HighWaterMark(Position.ORIGIN, Position.ORIGIN);

    NodeTails() {
        super(Position.ORIGIN, Position.ORIGIN);
    }

    /** Where reads end. */
    HighWaterMark end() {
        return end;
    }

    /**
     * What is told comes after this position. Once, before everything else is told.
     *
     * @param first the first mark
     */
    void begin(Position newest, Position newestPublic, Position first) {
        synchronized (this) {
            end = new HighWaterMark(newest, newestPublic);
            begin(newest, first);
        }
        release();
    }

    /** As {@link #marked}. */
    void mark(Position newer) {
        marked(newer);
        release();
    }

    /**
     * Delivers what follows in the log, in its order. Entries that are missing in between are reported as lost; entries
     * that were delivered before are skipped. For one thread.
     */
    void deliver(List<Stored> entries) {
        synchronized (this) {
            for (Stored next : entries) {
                HighWaterMark delivered = end;
                if (!next.entry().position().isAfter(delivered.position())) {
                    continue;
                }
                if (next.previous().isAfter(delivered.position())) {
                    // Before: who is told reads at once, and must get past the loss.
                    end = new HighWaterMark(
                            next.previous(), delivered.lastPublic().join(next.previousPublic()));
                    lost(next.previous());
                }
                appended(next.entry());
                // Not before: a read up to here must find the tail there.
                end = new HighWaterMark(
                        next.entry().position(),
                        next.entry().update().isPrivate()
                                ? delivered.lastPublic().join(next.previousPublic())
                                : next.entry().position());
            }
        }
        release();
    }

    /** Reports that updates up to a position may be lost, unless something after it was delivered. */
    void lose(Position through) {
        synchronized (this) {
            if (!through.isAfter(end.position())) {
                return;
            }
            end = new HighWaterMark(through, through);
            lost(through);
        }
        release();
    }

    /** Completes the waits for what is delivered now. */
    private void release() {
        List<CompletableFuture<Void>> reached = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty() && hasReached(waiting.firstKey())) {
                reached.add(waiting.pollFirstEntry().getValue());
            }
        }
        reached.forEach(waiter -> waiter.complete(null));
    }

    /** Completes when everything up to the position was delivered, or passed by a mark. */
    CompletionStage<Void> reach(Position position) {
        synchronized (this) {
            return hasReached(position)
                    ? CompletableFuture.completedStage(null)
                    : waiting.computeIfAbsent(position, p -> new CompletableFuture<>());
        }
    }

    private boolean hasReached(Position position) {
        return !position.isAfter(end.position()) || !position.isAfter(mark());
    }

    /** It is not known when more will be delivered: the waits fail. */
    void giveUp(String why) {
        List<CompletableFuture<Void>> waiters;
        synchronized (this) {
            waiters = new ArrayList<>(waiting.values());
            waiting.clear();
        }
        LogUnavailableException unavailable = new LogUnavailableException(why);
        waiters.forEach(waiter -> waiter.completeExceptionally(unavailable));
    }
}
