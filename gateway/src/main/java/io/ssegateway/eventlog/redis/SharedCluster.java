package io.ssegateway.eventlog.redis;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.Node;
import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.redis.RedisTable.Scripts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The nodes whose heartbeats are in Redis, and the tables beside them. */
final class SharedCluster implements Cluster {
    private final String self;
    private final LogKeys keys;
    private final Scripts scripts;

    SharedCluster(String self, LogKeys keys, Scripts scripts) {
        this.self = self;
        this.keys = keys;
        this.scripts = scripts;
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public CompletionStage<List<Node>> nodes() {
        return scripts.call(Script.NODES, List.of(keys.nodes(), keys.rows()), List.of())
                .thenApply(SharedCluster::nodes);
    }

    @Override
    public SharedTable table(String name) {
        return new RedisTable(scripts, keys, name);
    }

    private static List<Node> nodes(List<Object> idsAndRows) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i + 1 < idsAndRows.size(); i += 2) {
            nodes.add(node((String) idsAndRows.get(i), (String) idsAndRows.get(i + 1)));
        }
        nodes.sort(Comparator.comparing(Node::id));
        return nodes;
    }

    /** The row is what {@link NodeHeartbeat} has sent, and the lag that its script has added. */
    private static Node node(String id, String row) {
        String[] words = row.split(" ", -1);
        return new Node(id, Instant.parse(words[0]), Integer.parseInt(words[1]), words[2], Long.parseLong(words[3]));
    }
}
