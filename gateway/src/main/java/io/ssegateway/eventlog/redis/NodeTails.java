package io.ssegateway.eventlog.redis;

import io.ssegateway.eventlog.LogTails;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** This node's tails, and who waits until they were told more. Safe for use by any thread. */
final class NodeTails extends LogTails {

    /**
     * How far the tails are.
     *
     * @param position everything up to here was told, or was there before
     * @param lastPublic the newest position up to there at which a public entry stands, or stood
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

    /** What is told comes after this position. Once, before everything else is told. */
    void begin(Position newest, Position newestPublic) {
        synchronized (this) {
            end = new HighWaterMark(newest, newestPublic);
            begin(newest);
        }
        release();
    }

    /** As {@link #marked}. */
    void mark(Position newer) {
        marked(newer);
        release();
    }

    /**
     * Tells what follows in the log, in its order; what is missing in between is told to be lost, and what was told
     * already is passed over. By one thread.
     */
    void tell(List<Stored> entries) {
        synchronized (this) {
            for (Stored next : entries) {
                HighWaterMark told = end;
                if (!next.entry().position().isAfter(told.position())) {
                    continue;
                }
                if (next.previous().isAfter(told.position())) {
                    lost(next.previous());
                }
                appended(next.entry());
                // Not before: who reads up to here must find the tail there.
                end = new HighWaterMark(
                        next.entry().position(),
                        next.entry().update().isPrivate()
                                ? told.lastPublic().join(next.previousPublic())
                                : next.entry().position());
            }
        }
        release();
    }

    /** Sends on who waited for what is told now. */
    private void release() {
        List<CompletableFuture<Void>> reached = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty() && hasReached(waiting.firstKey())) {
                reached.add(waiting.pollFirstEntry().getValue());
            }
        }
        reached.forEach(waiter -> waiter.complete(null));
    }

    /** Completes when everything up to the position was told; by a mark also if what stands there is no gateway's. */
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

    /** Nobody knows when more will be told: who waits is sent away. */
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
