package io.ssegateway.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A gateway whose log is its own. */
public final class SingleNode implements Cluster {
    private final String id;
    private final Instant since;
    private final IntSupplier streams;
    private final Supplier<String> position;
    private final Function<String, SharedTable> newTable;
    private final Map<String, SharedTable> tables = new ConcurrentHashMap<>();

    /**
     * A cluster of one.
     *
     * @param since when it started
     * @param streams counts its open streams
     * @param position returns the log's newest position
     * @param newTable creates the table with a name, once for each
     */
    public SingleNode(
            String id,
            Instant since,
            IntSupplier streams,
            Supplier<String> position,
            Function<String, SharedTable> newTable) {
        this.id = id;
        this.since = since;
        this.streams = streams;
        this.position = position;
        this.newTable = newTable;
    }

    @Override
    public String self() {
        return id;
    }

    @Override
    public CompletionStage<List<Node>> nodes() {
        return CompletableFuture.completedStage(List.of(new Node(id, since, streams.getAsInt(), position.get(), 0)));
    }

    @Override
    public SharedTable table(String name) {
        return tables.computeIfAbsent(name, newTable);
    }
}
