package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.eventlog.sqlite.FactStore.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What waits for the writer. Bounded in estimated bytes, of which each update has some hundreds even if it is empty: so in
 * number, too. Safe for any thread.
 */
final class AppendQueue {
    /** One transaction takes no more, so that the first ones in it do not wait long for the last. */
    private static final int BATCH_UPDATES = 4096;

    private static final long BATCH_BYTES = 4 << 20;

    /** Facts are few and small: more do not wait unless the disk stands still. */
    private static final int MAX_CHANGES = 10_000;

    /** An update and whoever waits for it. */
    record Append(Update update, long bytes, CompletableFuture<Appended> taken) {
        Append(Update update) {
            this(update, new Entry(Position.ORIGIN, update).estimatedBytes(), new CompletableFuture<>());
        }
    }

    /**
     * What the writer is to do next.
     *
     * @param appends in the order in which they came
     * @param changes of facts, in the order in which they came
     * @param others  who waits for the transaction alone
     */
    record Batch(List<Append> appends, List<Change> changes, List<CompletableFuture<Void>> others) {
        boolean isEmpty() {
            return !writes() && others.isEmpty();
        }

        /** Whether there is something to write. */
        boolean writes() {
            return !appends.isEmpty() || !changes.isEmpty();
        }
    }

    private final long maxBytes;

    // All below is guarded by this.
    private final Queue<Append> appends = new ArrayDeque<>();
    private List<Change> changes = new ArrayList<>();
    private List<CompletableFuture<Void>> others = new ArrayList<>();
    private long bytes;
    private boolean closed;

    AppendQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether there was room; one update always fits if nothing else waits. */
    synchronized boolean offer(Append append) {
        if (closed || (bytes + append.bytes() > maxBytes && !appends.isEmpty())) {
            return false;
        }
        appends.add(append);
        bytes += append.bytes();
        notifyAll();
        return true;
    }

    /** Whether there was room. */
    synchronized boolean offer(Change change) {
        if (closed || changes.size() >= MAX_CHANGES) {
            return false;
        }
        changes.add(change);
        notifyAll();
        return true;
    }

    /** Asks for a transaction; the stage completes behind it, or at once if the queue is closed. */
    synchronized CompletableFuture<Void> transaction() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closed) {
            done.complete(null);
        } else {
            others.add(done);
            notifyAll();
        }
        return done;
    }

    /** Takes what waits, as much as one transaction should have; waits for it at most this long. */
    synchronized Batch take(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (appends.isEmpty() && changes.isEmpty() && others.isEmpty() && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        List<Append> taken = new ArrayList<>();
        long size = 0;
        Append next = appends.peek();
        while (next != null && taken.size() < BATCH_UPDATES && (size == 0 || size + next.bytes() <= BATCH_BYTES)) {
            taken.add(appends.remove());
            size += next.bytes();
            next = appends.peek();
        }
        bytes -= size;
        List<Change> changing = changes;
        changes = new ArrayList<>();
        List<CompletableFuture<Void>> waiting = others;
        others = new ArrayList<>();
        return new Batch(taken, changing, waiting);
    }

    /** From now on nothing is taken in; what waits stays to be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized boolean isClosedAndEmpty() {
        return closed && appends.isEmpty() && changes.isEmpty();
    }
}
