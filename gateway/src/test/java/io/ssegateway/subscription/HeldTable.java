package io.ssegateway.subscription;

import io.ssegateway.cluster.LocalTable;
import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.LogUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A table that does at once what it is asked for, and says so when the test lets it; while it refuses, it does nothing
 * and says so at once.
 */
final class HeldTable implements SharedTable {
    volatile boolean open;
    volatile boolean refusing;

    private final SharedTable table = new LocalTable(InstantSource.system());
    private final Queue<Runnable> held = new LinkedBlockingQueue<>();

    /** How many answers are held. */
    int held() {
        return held.size();
    }

    /** Gives the answer that has been held for the longest time. */
    void answer() {
        held.remove().run();
    }

    @Override
    public CompletionStage<Void> put(String key, String value, @Nullable Instant until) {
        return refusing ? refused() : later(table.put(key, value, until));
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
        return refusing ? refused() : later(table.remove(key));
    }

    @Override
    public CompletionStage<Map<String, String>> all() {
        return refusing ? refused() : table.all();
    }

    private static <T> CompletionStage<T> refused() {
        return CompletableFuture.failedStage(new LogUnavailableException("not now"));
    }

    private <T> CompletionStage<T> later(CompletionStage<T> done) {
        if (open) {
            return done;
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        held.add(() -> done.thenAccept(answer::complete));
        return answer;
    }
}
