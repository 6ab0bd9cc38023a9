package io.ssegateway.auth.webhook;

import io.ssegateway.auth.webhook.WebhookUnavailableException.Cause;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets so many tasks run at once, so many more wait in their order, and refuses the rest. Safe for any thread. */
final class Bulkhead {
    private final int maxRunning;
    private final int maxWaiting;

    // Both are guarded by this.
    private final Queue<Job<?>> waiting = new ArrayDeque<>();
    private int running;

    private record Job<T>(Supplier<CompletableFuture<T>> task, CompletableFuture<T> result) {}

    Bulkhead(int maxRunning, int maxWaiting) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
    }

    /**
     * Begins a task now, or when another one has ended.
     *
     * @param task begins it, does not throw, and returns before it is done
     * @return completes as the task, or fails with a {@link WebhookUnavailableException} if too many wait
     */
    <T> CompletableFuture<T> submit(Supplier<CompletableFuture<T>> task) {
        Job<T> job = new Job<>(task, new CompletableFuture<>());
        synchronized (this) {
            if (running == maxRunning) {
                if (waiting.size() < maxWaiting) {
                    waiting.add(job);
                } else {
                    job.result()
                            .completeExceptionally(new WebhookUnavailableException(
                                    Cause.OVERLOAD, "Too many requests are waiting for the webhook."));
                }
                return job.result();
            }
            running++;
        }
        runFrom(job);
        return job.result();
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
        CompletableFuture<T> task = job.task().get();
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

    private static <T> void end(Job<T> job, CompletableFuture<T> task) {
        task.whenComplete((value, failure) -> {
            if (failure == null) {
                job.result().complete(value);
            } else {
                job.result().completeExceptionally(failure);
            }
        });
    }

    private synchronized @Nullable Job<?> next() {
        Job<?> next = waiting.poll();
        if (next == null) {
            running--;
        }
        return next;
    }
}
