package io.ssegateway.endpoint;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.Node;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /cluster}: the gateways that share the log, for the operator. */
public final class ClusterEndpoint implements Endpoint {
    private final Cluster cluster;

    /** Lists the nodes of {@code cluster}. */
    public ClusterEndpoint(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.when(cluster.nodes(), nodes -> {
            ObjectNode answer = Json.object().put("self", cluster.self());
            ArrayNode list = answer.putArray("nodes");
            for (Node node : nodes) {
                list.addObject()
                        .put("id", node.id())
                        .put("since", node.since().toString())
                        .put("streams", node.streams())
                        .put("position", node.position())
                        .put("lagMillis", node.lagMillis());
            }
            exchange.reply().json(answer);
        });
    }
}
