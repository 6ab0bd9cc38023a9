package io.ssegateway.subscription;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
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

    private static final JsonMapper MAPPER = JsonMapper.builder()
            // A payload's numbers are told on digit by digit.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    String value() {
        ObjectNode value = MAPPER.createObjectNode()
                .put(NODE, node)
                .put(TOPIC, subscription.topic())
                .put(SUBSCRIBER, subscription.subscriber());
        if (subscription.payload() != null) {
            value.set(PAYLOAD, subscription.payload());
        }
        return MAPPER.writeValueAsString(value);
    }

    /** Reads what {@link #value} has written; empty if it is anything else, perhaps of a later version. */
    static Optional<Row> read(String id, String value) {
        try {
            JsonNode row = MAPPER.readTree(value);
            if (row.path(NODE).isString()
                    && row.path(TOPIC).isString()
                    && row.path(SUBSCRIBER).isString()) {
                return Optional.of(new Row(
                        row.get(NODE).stringValue(),
                        new Subscription(
                                id,
                                row.get(TOPIC).stringValue(),
                                row.get(SUBSCRIBER).stringValue(),
                                row.get(PAYLOAD))));
            }
        } catch (JacksonException | NumberFormatException e) {
            // Falls through to the same answer; a number of the payload may be larger than the parser's largest.
        }
        return Optional.empty();
    }
}
