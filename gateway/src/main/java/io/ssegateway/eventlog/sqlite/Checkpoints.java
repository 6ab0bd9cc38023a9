package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.AvailabilityMonitor;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps the write-ahead log short. SQLite copies it into the database as the writer commits, but begins it anew only at
 * a moment when no reader has a snapshot of it. Two readers that are always busy leave no such moment, and it would
 * grow as long as they are. So once it is long, new reads wait until those under way have ended and it is emptied.
 *
 * <p>Another program's snapshot (a backup) cannot be ended: then the log grows, the operator is told, and it is tried
 * again each second.
 */
final class Checkpoints {
    /** It is emptied when it has more; what one transaction writes comes on top. */
    static final long MAX_BYTES = 32 << 20;

    /**
     * A read takes milliseconds, and publishers wait for this one: a disk that hangs must not hold them up for ever.
     */
    private static final long PATIENCE_MILLIS = 1_000;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LogFile file;
    /** Fair: who wants it empty goes before reads that come later. */
    private final ReentrantReadWriteLock snapshots = new ReentrantReadWriteLock(true);

    private final AvailabilityMonitor monitor = new AvailabilityMonitor(
            "The write-ahead log beside the event log grows: {}", "The write-ahead log is short again");

    // Of the writer's thread.
    private boolean failed;
    private long failedNanos;

    Checkpoints(LogFile file) {
        this.file = file;
    }

    /** Held while a read is under way. */
    Lock snapshot() {
        return snapshots.readLock();
    }

    /** Empties the log if it is long; by the writer, between transactions. */
    void run(WriteStore store) throws SQLException {
        if (file.walBytes() <= MAX_BYTES || (failed && System.nanoTime() - failedNanos < PAUSE_NANOS)) {
            return;
        }
        failed = !isEmptied(store);
        if (failed) {
            failedNanos = System.nanoTime();
            monitor.failed(
                    "something has read " + file + " for long, such as a backup; it is emptied after that", null);
        } else {
            monitor.recovered();
        }
    }

    private boolean isEmptied(WriteStore store) throws SQLException {
        try {
            if (!snapshots.writeLock().tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return store.emptyWal();
        } finally {
            snapshots.writeLock().unlock();
        }
    }
}
