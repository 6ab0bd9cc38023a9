package io.ssegateway.eventlog.redis;

import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** This node's tails, how far they were told, and who waits until they were told more. Safe for use by any thread. */
final class Tails {

    /**
     * How far the tails are.
     *
     * @param position     everything up to here was told, or was there before
     * @param lastPublic the newest position up to there at which a public entry stands, or stood
     */
    record Told(Position position, Position lastPublic) {}

    private final Object lock = new Object();
    private final List<LogTail> tails = new ArrayList<>();
    private final TreeMap<Position, CompletableFuture<Void>> waiting = new TreeMap<>();
    private volatile Told told = new Told(Position.ORIGIN, Position.ORIGIN);
    private volatile Position mark = Position.ORIGIN;

    /** Everything up to here was told, or was there before. */
    Position told() {
        return told.position();
    }

    /** Where reads end. */
    Told end() {
        return told;
    }

    /** Whether it is known where the log stands. A log in Redis never stands at the origin: that is before its birth. */
    boolean hasBegun() {
        return !told().equals(Position.ORIGIN);
    }

    /** What is told comes after this position. Once, before everything else is told. */
    void begin(Position newest, Position newestPublic) {
        synchronized (lock) {
            told = new Told(newest, newestPublic);
            tails.forEach(tail -> tail.begin(newest));
        }
        release();
    }

    /** The newest mark that was told. */
    Position mark() {
        return mark;
    }

    /** Everything before the mark was told, and nothing that is told later comes before it or at it. */
    void mark(Position newer) {
        synchronized (lock) {
            if (newer.isAfter(mark)) {
                mark = newer;
                tails.forEach(tail -> tail.marked(newer));
            }
        }
        release();
    }

    void add(LogTail tail) {
        synchronized (lock) {
            if (hasBegun()) {
                tail.marked(mark);
                tail.begin(told());
            }
            tails.add(tail);
        }
    }

    /**
     * Tells what follows in the log, in its order; what is missing in between is told to be lost, and what was told already is passed
     * over. By one thread.
     */
    void tell(List<Stored> entries) {
        synchronized (lock) {
            for (Stored next : entries) {
                if (!next.position().isAfter(told())) {
                    continue;
                }
                if (next.previous().isAfter(told())) {
                    for (LogTail tail : tails) {
                        tail.lost(next.previous());
                    }
                }
                for (LogTail tail : tails) {
                    tail.appended(next.entry());
                }
                // Not before: who reads up to here must find the tail there.
                told = new Told(
                        next.position(),
                        next.entry().update().isPrivate()
                                ? told.lastPublic().join(next.previousPublic())
                                : next.position());
            }
        }
        release();
    }

    /** Sends on who waited for what is told now. */
    private void release() {
        List<CompletableFuture<Void>> reached = new ArrayList<>();
        synchronized (lock) {
            while (!waiting.isEmpty() && hasReached(waiting.firstKey())) {
                reached.add(waiting.pollFirstEntry().getValue());
            }
        }
        reached.forEach(waiter -> waiter.complete(null));
    }

    /** Completes when everything up to the position was told; by a mark also if what stands there is no gateway's. */
    CompletionStage<Void> reach(Position position) {
        synchronized (lock) {
            return hasReached(position)
                    ? CompletableFuture.completedStage(null)
                    : waiting.computeIfAbsent(position, p -> new CompletableFuture<>());
        }
    }

    private boolean hasReached(Position position) {
        return !position.isAfter(told()) || !position.isAfter(mark);
    }

    /** Nobody knows when more will be told: who waits is sent away. */
    void giveUp(String why) {
        List<CompletableFuture<Void>> waiters;
        synchronized (lock) {
            waiters = new ArrayList<>(waiting.values());
            waiting.clear();
        }
        LogUnavailableException unavailable = new LogUnavailableException(why);
        waiters.forEach(waiter -> waiter.completeExceptionally(unavailable));
    }
}
