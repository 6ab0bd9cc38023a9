package io.ssegateway.subscription;

import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.Update;
import io.ssegateway.hub.Hub;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Announces one subscription: first in the table, then as an update. Nothing blocks. */
final class Announcer {
    private final String node;
    private final SharedTable table;
    private final Hub hub;

    /** @param node the name of this gateway */
    Announcer(String node, SharedTable table, Hub hub) {
        this.node = node;
        this.table = table;
        this.hub = hub;
    }

    /** It is active, with its stream on this node. Completes when the log has the update. */
    CompletionStage<Void> begin(Subscription subscription) {
        return table.put(subscription.id(), new Row(node, subscription).value(), null)
                .thenCompose(put -> publish(subscription, true));
    }

    /** It has ended. If several nodes notice that, the one that removes the row publishes the update. */
    CompletionStage<Void> end(Subscription subscription) {
        return table.remove(subscription.id())
                .thenCompose(
                        removed -> removed ? publish(subscription, false) : CompletableFuture.completedStage(null));
    }

    private CompletionStage<Void> publish(Subscription subscription, boolean active) {
        ServerSentEvent event =
                ServerSentEvent.data(subscription.document(active).toString());
        return hub.publish(new Update(List.of(new Topic(subscription.id())), event, true))
                .thenAccept(appended -> {});
    }
}
