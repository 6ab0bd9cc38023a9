package io.ssegateway.eventlog.sqlite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What waits for the writer, in the order in which it came. Bounded in estimated bytes, of which each task has some
 * hundreds at least: so in number, too. Safe for any thread.
 */
final class WriteQueue {
    /** One transaction takes no more, so that the first ones in it do not wait long for the last. */
    private static final int BATCH_TASKS = 4096;

    private static final long BATCH_BYTES = 4 << 20;

    private final long maxBytes;

    // This guards everything below.
    private final Queue<WriteTask<?>> tasks = new ArrayDeque<>();
    private long bytes;
    private boolean woken;
    private boolean closed;

    WriteQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether there was room; one task always fits if nothing else waits. */
    synchronized boolean offer(WriteTask<?> task) {
        if (closed || (bytes + task.bytes() > maxBytes + task.extraRoomBytes() && !tasks.isEmpty())) {
            return false;
        }
        tasks.add(task);
        bytes += task.bytes();
        notifyAll();
        return true;
    }

    /** Has {@link #take} answer now, also if nothing waits. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Takes queued tasks, as many as one transaction should have; waits for them at most this long. */
    synchronized List<WriteTask<?>> take(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (tasks.isEmpty() && !woken && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        woken = false;
        List<WriteTask<?>> taken = new ArrayList<>();
        long size = 0;
        WriteTask<?> next = tasks.peek();
        while (next != null && taken.size() < BATCH_TASKS && (size == 0 || size + next.bytes() <= BATCH_BYTES)) {
            taken.add(tasks.remove());
            size += next.bytes();
            next = tasks.peek();
        }
        bytes -= size;
        return taken;
    }

    /** Accepts no more tasks; the queued ones can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized boolean isClosedAndEmpty() {
        return closed && tasks.isEmpty();
    }
}
