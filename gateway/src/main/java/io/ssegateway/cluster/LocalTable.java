package io.ssegateway.cluster;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The facts of a gateway whose log is its own, in memory: they end with it, as its log does. */
public final class LocalTable implements SharedTable {
    private record Fact(String value, @Nullable Instant until) {}

    private final Map<String, Fact> facts = new ConcurrentHashMap<>();
    private final LongSupplier epochMillis;

    /** A table that reads {@code epochMillis}, milliseconds since 1970. */
    public LocalTable(LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
    }

    @Override
    public CompletionStage<Void> put(String key, String value, @Nullable Instant until) {
        forgetOld();
        facts.put(key, new Fact(value, until));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
        forgetOld();
        return CompletableFuture.completedStage(facts.remove(key) != null);
    }

    @Override
    public CompletionStage<Map<String, String>> all() {
        forgetOld();
        Map<String, String> all = new TreeMap<>();
        facts.forEach((key, fact) -> all.put(key, fact.value()));
        return CompletableFuture.completedStage(all);
    }

    private void forgetOld() {
        Instant now = Instant.ofEpochMilli(epochMillis.getAsLong());
        facts.values().removeIf(fact -> fact.until() != null && !fact.until().isAfter(now));
    }
}
