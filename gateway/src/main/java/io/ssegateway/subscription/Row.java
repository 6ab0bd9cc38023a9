package io.ssegateway.subscription;

import io.ssegateway.json.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the shared table has of a subscription, by its id.
 *
 * @param node the gateway that has the stream
 */
record Row(String node, Subscription subscription) {
    private static final String NODE = "node";
    private static final String TOPIC = "topic";
    private static final String SUBSCRIBER = "subscriber";
    private static final String PAYLOAD = "payload";

    String value() {
        ObjectNode value = Json.object()
                .put(NODE, node)
                .put(TOPIC, subscription.topic())
                .put(SUBSCRIBER, subscription.subscriber());
        if (subscription.payload() != null) {
            value.set(PAYLOAD, subscription.payload());
        }
        return Json.text(value);
    }

    /** Reads what {@link #value} has written; empty if it is anything else, perhaps of a later version. */
    static Optional<Row> read(String id, String value) {
        return Json.readObject(value)
                .filter(row -> row.path(NODE).isString()
                        && row.path(TOPIC).isString()
                        && row.path(SUBSCRIBER).isString())
                .map(row -> new Row(
                        row.get(NODE).stringValue(),
                        new Subscription(
                                id,
                                row.get(TOPIC).stringValue(),
                                row.get(SUBSCRIBER).stringValue(),
                                row.get(PAYLOAD))));
    }
}
