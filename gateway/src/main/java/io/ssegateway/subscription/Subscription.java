package io.ssegateway.subscription;

import io.ssegateway.topic.ReservedTopics;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One topic selector that a subscriber follows. Immutable and safe for any thread, because the payload is never
 * changed.
 *
 * @param id the path of its URL, and the topic of its updates
 * @param topic the topic selector
 * @param subscriber the subscriber, a URN that is the same for all selectors of one stream
 * @param payload what the application has put into the stream's token; null for nothing
 */
public record Subscription(
        String id,
        String topic,
        String subscriber,
        @Nullable JsonNode payload) {
    /** What JSON-LD readers take the names in the documents from. */
    public static final String CONTEXT = "https://mercure.rocks/";

    /** The path of all subscriptions. */
    public static final String COLLECTION = ReservedTopics.MERCURE + "/subscriptions";

    /** The subscription of a subscriber. */
    public static Subscription of(String topic, String subscriber, @Nullable JsonNode payload) {
        return new Subscription(path(topic, subscriber), topic, subscriber, payload);
    }

    /** The path of the subscriptions to a selector. */
    public static String path(String topic) {
        return COLLECTION + "/" + SimpleExpansion.of(topic);
    }

    /** The path of the one subscription of a subscriber to a selector. */
    public static String path(String topic, String subscriber) {
        return path(topic) + "/" + SimpleExpansion.of(subscriber);
    }

    /**
     * Its document, without {@code @context}, which the enclosing document has.
     *
     * @param active whether it is active
     */
    public ObjectNode describe(boolean active) {
        return describe(JsonNodeFactory.instance.objectNode(), active);
    }

    /** Its document on its own. */
    public ObjectNode document(boolean active) {
        return describe(JsonNodeFactory.instance.objectNode().put("@context", CONTEXT), active);
    }

    private ObjectNode describe(ObjectNode document, boolean active) {
        document.put("id", id)
                .put("type", "Subscription")
                .put("topic", topic)
                .put("subscriber", subscriber)
                .put("active", active);
        if (payload != null) {
            document.set("payload", payload);
        }
        return document;
    }
}
