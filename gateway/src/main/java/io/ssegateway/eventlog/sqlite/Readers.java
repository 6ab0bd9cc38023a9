package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.AvailabilityMonitor;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.RetentionPolicy;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Threads that read, each with a connection of its own. Safe for any thread. */
final class Readers implements AutoCloseable {
    private static final Logger LOG = LogManager.getLogger();
    private static final int THREADS = 2;
    private static final int CLOSE_SECONDS = 10;

    /** A read. */
    interface Read<T> {
        T from(EntryReader reader) throws SQLException;
    }

    private final LogFile file;
    private final RetentionPolicy policy;
    private final InstantSource clock;
    private final Lock snapshot;
    private final AvailabilityMonitor availability =
            new AvailabilityMonitor("The event log cannot be read: {}", "The event log can be read again");
    private final BlockingQueue<EntryReader> idle = new LinkedBlockingQueue<>();
    private final AtomicBoolean isRepeating = new AtomicBoolean();
    private final ExecutorService threads;
    /** Fails as long as the file is damaged, although others may find what they ask for. */
    private volatile @Nullable Read<?> failed;

    /** @param snapshot held while a read is under way */
    Readers(LogFile file, RetentionPolicy policy, InstantSource clock, Lock snapshot) {
        this.file = file;
        this.policy = policy;
        this.clock = clock;
        this.snapshot = snapshot;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "log-reader-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Completes on a thread of this class; with a {@link LogUnavailableException} if the file cannot be read. */
    <T> CompletionStage<T> submit(Read<T> read) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> run(read, result));
        } catch (RejectedExecutionException e) {
            return LogUnavailableException.stage(LogUnavailableException.CLOSED);
        }
        return result;
    }

    private <T> void run(Read<T> read, CompletableFuture<T> result) {
        try {
            T found = read(read);
            succeeded(read);
            result.complete(found);
        } catch (SQLException | RuntimeException | Error e) { // Who waits is answered, whatever it was.
            String sentence = Failures.sentence(file.toString(), e);
            failed = read;
            availability.failed(sentence, e);
            result.completeExceptionally(new LogUnavailableException(sentence, e));
        }
    }

    private void succeeded(Read<?> read) {
        Read<?> failure = failed;
        if (failure == null || failure.equals(read)) {
            failed = null;
            availability.recovered();
        }
    }

    /** Why a read has failed; repeats that read, so that it shows when the file can be read again. */
    Optional<String> problem() {
        Read<?> failure = failed;
        if (failure != null && isRepeating.compareAndSet(false, true)) {
            submit(failure).whenComplete((found, still) -> isRepeating.set(false));
        }
        return availability.problem();
    }

    private <T> T read(Read<T> read) throws SQLException {
        snapshot.lock();
        EntryReader reader = idle.poll();
        boolean works = false;
        try {
            if (reader == null) {
                reader = new EntryReader(file.openForReading(), policy, clock);
            }
            T found = read.from(reader);
            works = true;
            return found;
        } finally {
            if (works) {
                idle.add(reader);
            } else {
                close(reader);
            }
            snapshot.unlock();
        }
    }

    private static void close(@Nullable EntryReader reader) {
        if (reader != null) {
            try {
                reader.close();
            } catch (SQLException e) {
                LOG.debug("Closing a connection failed", e);
            }
        }
    }

    /** Finishes what waits. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (EntryReader reader = idle.poll(); reader != null; reader = idle.poll()) {
            close(reader);
        }
    }
}
