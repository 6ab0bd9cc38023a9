package io.ssegateway.cluster;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.clock.SteadyClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The facts of a gateway whose log is its own, in memory: they end with it, as its log does. */
public final class LocalTable implements SharedTable {
    private record Fact(String value, @Nullable Instant until) {
        boolean isOld(Instant now) {
            return until != null && !until.isAfter(now);
        }
    }

    private final Map<String, Fact> facts = new ConcurrentHashMap<>();
    private final AtomicInteger putsSinceSweep = new AtomicInteger();
    private final InstantSource clock;
    private final SteadyClock steady;

    /** A table whose facts end by {@code clock}. */
    public LocalTable(InstantSource clock) {
        this(clock, Ticker.systemTicker());
    }

    LocalTable(InstantSource clock, Ticker ticker) {
        this.clock = clock;
        this.steady = new SteadyClock(clock, ticker);
    }

    @Override
    public CompletionStage<Void> put(String key, String value, @Nullable Instant until) {
        facts.put(key, new Fact(value, until));
        // With as many puts, walking over all costs no more than the puts themselves.
        if (putsSinceSweep.incrementAndGet() >= facts.size()) {
            sweep(clock.instant());
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
        Fact removed = facts.remove(key);
        return CompletableFuture.completedStage(removed != null && !removed.isOld(clock.instant()));
    }

    @Override
    public CompletionStage<Map<String, String>> all() {
        Instant now = clock.instant();
        sweep(now);
        Map<String, String> all = new TreeMap<>();
        facts.forEach((key, fact) -> {
            if (!fact.isOld(now)) {
                all.put(key, fact.value());
            }
        });
        return CompletableFuture.completedStage(all);
    }

    private void sweep(Instant now) {
        putsSinceSweep.set(0);
        if (steady.isSteady()) {
            facts.values().removeIf(fact -> fact.isOld(now));
        }
    }
}
