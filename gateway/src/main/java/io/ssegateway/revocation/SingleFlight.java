package io.ssegateway.revocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads a table, one read at a time: calls meanwhile share the next read, which sees everything written before. So an
 * older result cannot arrive last.
 */
final class SingleFlight {
    private final Supplier<CompletionStage<Map<String, String>>> table;
    private final Consumer<Map<String, String>> use;
    private final Executor thread;

    // Both belong to the thread.
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean underWay;

    /**
     * Does nothing yet.
     *
     * @param use takes the result, on the thread
     * @param thread one thread, on which everything happens
     */
    SingleFlight(
            Supplier<CompletionStage<Map<String, String>>> table, Consumer<Map<String, String>> use, Executor thread) {
        this.table = table;
        this.use = use;
        this.thread = thread;
    }

    /** Completes on the thread when the result is in use. For any thread. */
    CompletableFuture<Void> start() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            waiting.add(done);
            next();
        });
        return done;
    }

    private CompletionStage<Map<String, String>> read() {
        try {
            return table.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void next() {
        if (underWay || waiting.isEmpty()) {
            return;
        }
        underWay = true;
        List<CompletableFuture<Void>> served = waiting;
        waiting = new ArrayList<>();
        read().thenAcceptAsync(use, thread)
                .whenCompleteAsync(
                        (used, failure) -> {
                            underWay = false;
                            next();
                            for (CompletableFuture<Void> done : served) {
                                if (failure == null) {
                                    done.complete(null);
                                } else {
                                    done.completeExceptionally(failure);
                                }
                            }
                        },
                        thread);
    }
}
