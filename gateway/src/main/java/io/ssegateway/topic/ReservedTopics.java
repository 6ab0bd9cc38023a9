package io.ssegateway.topic;

import java.util.List;

/** Topics that only the gateway itself may publish to: otherwise a client could pretend to be the gateway. */
public final class ReservedTopics {
    /** What Mercure's hubs publish, such as that a subscription begins; also as a part of a URL. */
    public static final String MERCURE = Topic.MERCURE;

    /** The announcements between gateways in the log: no grant covers them. */
    public static final String GATEWAY = "/.well-known/sse-gateway";

    /** Told whenever something has been revoked, or is no more. */
    public static final Topic REVOCATIONS = new Topic(GATEWAY + "/revocations");

    private ReservedTopics() {}

    /** Whether a topic is reserved. */
    public static boolean contain(Topic topic) {
        return topic.name().contains(MERCURE) || topic.name().contains(GATEWAY);
    }

    /** Whether an update to these topics is an announcement between gateways; such an update has one topic. */
    static boolean isInternal(List<Topic> topics) {
        return topics.get(0).name().startsWith(GATEWAY);
    }
}
