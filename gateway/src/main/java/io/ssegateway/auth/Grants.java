package io.ssegateway.auth;

import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rights that a token grants. Immutable and safe for any thread, because the payload is never changed.
 *
 * @param publish which topics may be published to; empty for none
 * @param subscribe of which topics private updates may be received; empty for none
 * @param payload what the application wants to publish with the subscriptions of this token; null for nothing
 * @param expiry when it ends, and with it every stream that it opened; null for never; at most the end of the year 9999
 * @param subject whose token it is ({@code sub}); null if it does not say
 * @param tokenId which token it is ({@code jti}); null if it does not say
 */
public record Grants(
        List<TopicMatcher> publish,
        List<TopicMatcher> subscribe,
        @Nullable JsonNode payload,
        @Nullable Instant expiry,
        @Nullable String subject,
        @Nullable String tokenId) {

    /** The grants of a request without a token: none. The configuration says what such requests may do. */
    public static final Grants ANONYMOUS = new Grants(List.of(), List.of(), null, null, null, null);

    /** Takes copies of the lists. */
    public Grants {
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
    }

    /** The same without private updates. */
    public Grants withoutSubscribe() {
        return new Grants(publish, List.of(), payload, expiry, subject, tokenId);
    }

    /** Whether an update to these topics may be published: each of them has to be granted. */
    public boolean mayPublish(List<Topic> topics) {
        return !topics.isEmpty() && topics.stream().allMatch(topic -> isGranted(publish, topic));
    }

    /** Whether a private update to these topics may be received: one of them that is granted is enough. */
    public boolean mayReceive(List<Topic> topics) {
        return topics.stream().anyMatch(topic -> isGranted(subscribe, topic));
    }

    private static boolean isGranted(List<TopicMatcher> selectors, Topic topic) {
        return selectors.stream().anyMatch(selector -> selector.matches(topic));
    }
}
