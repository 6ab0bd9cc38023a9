package io.ssegateway.eventlog.partition;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.Node;
import io.ssegateway.cluster.SharedTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The gateways that share a log of several partitions: the position of each is its position in all of them. */
final class PartitionedCluster implements Cluster {
    private final List<Cluster> partitions;

    /** @param partitions of each, the gateways that share it; at least one */
    PartitionedCluster(List<Cluster> partitions) {
        this.partitions = partitions;
    }

    @Override
    public String self() {
        return partitions.get(0).self();
    }

    @Override
    public CompletionStage<List<Node>> nodes() {
        CompletionStage<Map<String, Node>> all = CompletableFuture.completedStage(new TreeMap<>());
        for (Cluster partition : partitions) {
            all = all.thenCombine(partition.nodes(), PartitionedCluster::add);
        }
        return all.thenApply(nodes -> List.copyOf(nodes.values()));
    }

    /** The first partition has all tables, so that they stay together. */
    @Override
    public SharedTable table(String name) {
        return partitions.get(0).table(name);
    }

    private static Map<String, Node> add(Map<String, Node> nodes, List<Node> more) {
        more.forEach(node -> nodes.merge(node.id(), node, PartitionedCluster::together));
        return nodes;
    }

    private static Node together(Node a, Node b) {
        return new Node(
                a.id(),
                a.since(),
                b.streams(),
                a.position() + "." + b.position(),
                Math.max(a.lagMillis(), b.lagMillis()));
    }
}
