package io.ssegateway.cluster;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A gateway whose log is its own. */
public final class SingleNode implements Cluster {
    private final String id;
    private final Instant since;
    private final IntSupplier streams;
    private final Supplier<String> position;

    /**
     * A cluster of one.
     *
     * @param since    when it started
     * @param streams  counts its open streams
     * @param position tells the log's newest position
     */
    public SingleNode(String id, Instant since, IntSupplier streams, Supplier<String> position) {
        this.id = id;
        this.since = since;
        this.streams = streams;
        this.position = position;
    }

    @Override
    public String self() {
        return id;
    }

    @Override
    public CompletionStage<List<Node>> nodes() {
        return CompletableFuture.completedStage(List.of(new Node(id, since, streams.getAsInt(), position.get(), 0)));
    }
}
