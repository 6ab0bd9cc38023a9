package io.ssegateway.subscription;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.LocalTable;
import io.ssegateway.cluster.Node;
import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.LogUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gateways that share a table in this process; the test says which of them are heard of. */
final class TestCluster {
    final Set<String> alive = new TreeSet<>();
    boolean away;
    SharedTable table = new LocalTable(InstantSource.system());

    /** What the node of this name sees; it is heard of from now on. */
    Cluster join(String name) {
        alive.add(name);
        return new Cluster() {
            @Override
            public String self() {
                return name;
            }

            @Override
            public CompletionStage<List<Node>> nodes() {
                return away
                        ? CompletableFuture.failedStage(new LogUnavailableException("away"))
                        : CompletableFuture.completedStage(alive.stream()
                                .map(id -> new Node(id, Instant.EPOCH, 0, "0-0", 0))
                                .toList());
            }

            @Override
            public SharedTable table(String shared) {
                assertThatItIsOurs(shared);
                return table;
            }
        };
    }

    private static void assertThatItIsOurs(String shared) {
        if (!shared.equals(Subscriptions.TABLE)) {
            throw new AssertionError("another table: " + shared);
        }
    }
}
