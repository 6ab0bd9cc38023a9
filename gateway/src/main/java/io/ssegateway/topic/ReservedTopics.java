package io.ssegateway.topic;

/** Topics that the gateway itself publishes to: nobody else may, or he could pretend to be it. */
public final class ReservedTopics {
    /** What Mercure's hubs publish, such as that a subscription begins; also as a part of a URL. */
    public static final String MERCURE = "/.well-known/mercure";

    /** What gateways tell one another. */
    public static final String GATEWAY = "/.well-known/sse-gateway";

    private ReservedTopics() {}

    /** Whether a topic is reserved. */
    public static boolean contain(Topic topic) {
        return topic.name().contains(MERCURE) || topic.name().contains(GATEWAY);
    }
}
