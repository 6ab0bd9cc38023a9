package io.ssegateway.limit;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many tasks run at once and how many more wait, in turns by client. A task that finds no place, has waited
 * for too long, or is for a client that has left is refused. Safe for any thread.
 */
public final class Bulkhead {
    private final int maxRunning;
    private final Supplier<? extends RuntimeException> refusal;

    // Both are guarded by this.
    private final FairQueue<Job<?>> waiting;
    private int running;

    private record Job<T>(Supplier<CompletableFuture<T>> task, CompletableFuture<T> result) {}

    /**
     * A bulkhead in which nothing runs.
     *
     * @param patience how long a task may wait
     * @param refusal with what a task fails that is refused
     */
    public Bulkhead(
            int maxRunning,
            int maxWaiting,
            Duration patience,
            Ticker ticker,
            Supplier<? extends RuntimeException> refusal) {
        this.maxRunning = maxRunning;
        this.waiting = new FairQueue<>(maxWaiting, patience, ticker);
        this.refusal = refusal;
    }

    /**
     * Begins a task now, or when it is its client's turn.
     *
     * @param task begins it, and returns when it is under way; if it throws, it has failed
     * @return completes as the task, or fails as it is refused
     */
    public <T> CompletableFuture<T> submit(Client client, Supplier<CompletableFuture<T>> task) {
        Job<T> job = new Job<>(task, new CompletableFuture<>());
        if (mayRun(job, client)) {
            runFrom(job);
        }
        return job.result();
    }

    private boolean mayRun(Job<?> job, Client client) {
        List<Job<?>> dropped = new ArrayList<>(1);
        synchronized (this) {
            if (running < maxRunning) {
                running++;
                return true;
            }
            waiting.add(job, client, dropped::add);
        }
        refuse(dropped);
        return false;
    }

    private void refuse(List<Job<?>> dropped) {
        dropped.forEach(job -> job.result().completeExceptionally(refusal.get()));
    }

    /**
     * Runs a job and, while they end at once, the next ones: thousands may, and each in the other would be too deep.
     */
    private void runFrom(Job<?> first) {
        Job<?> job = first;
        while (job != null && begin(job)) {
            job = next();
        }
    }

    /** Whether it has ended already. */
    private <T> boolean begin(Job<T> job) {
        CompletableFuture<T> task = start(job);
        if (task.isDone()) {
            end(job, task);
            return true;
        }
        task.whenComplete((value, failure) -> {
            end(job, task);
            Job<?> next = next();
            if (next != null) {
                runFrom(next);
            }
        });
        return false;
    }

    private static <T> CompletableFuture<T> start(Job<T> job) {
        try {
            return job.task().get();
        } catch (RuntimeException | Error fault) { // Its place must become free.
            return CompletableFuture.failedFuture(fault);
        }
    }

    private static <T> void end(Job<T> job, CompletableFuture<T> task) {
        task.whenComplete((value, failure) -> {
            if (failure == null) {
                job.result().complete(value);
            } else {
                job.result().completeExceptionally(failure);
            }
        });
    }

    private @Nullable Job<?> next() {
        List<Job<?>> dropped = new ArrayList<>();
        Job<?> next;
        synchronized (this) {
            next = waiting.poll(dropped::add);
            if (next == null) {
                running--;
            }
        }
        refuse(dropped);
        return next;
    }
}
