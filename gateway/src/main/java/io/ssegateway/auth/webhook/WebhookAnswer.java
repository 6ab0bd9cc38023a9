package io.ssegateway.auth.webhook;

import io.ssegateway.auth.Grants;
import io.ssegateway.topic.TopicMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The answer of the operator's service. Immutable, because the payload is never changed.
 *
 * @param isAllowed whether the request is allowed
 * @param topics what the stream gets in place of what it has asked for; null for no change
 * @param subscribe topics whose private updates may be received, in addition to the token's grants
 * @param payload what the application wants to publish with the stream's subscriptions; null for that of the token
 * @param expiry when the stream ends, unless its token ends before; null for no limit
 */
public record WebhookAnswer(
        boolean isAllowed,
        @Nullable List<TopicMatcher> topics,
        List<TopicMatcher> subscribe,
        @Nullable JsonNode payload,
        @Nullable Instant expiry) {

    /** A bare yes. */
    public static final WebhookAnswer ALLOWED = new WebhookAnswer(true, null, List.of(), null, null);

    /** A no. */
    public static final WebhookAnswer DENIED = new WebhookAnswer(false, null, List.of(), null, null);

    /** Takes copies of the lists. */
    public WebhookAnswer {
        topics = topics == null ? null : List.copyOf(topics);
        subscribe = List.copyOf(subscribe);
    }

    /** The grants of a request with this answer; they never allow more publishing than before. */
    public Grants extend(Grants grants) {
        List<TopicMatcher> receivable = new ArrayList<>(grants.subscribe());
        receivable.addAll(subscribe);
        return new Grants(
                grants.publish(),
                receivable,
                payload == null ? grants.payload() : payload,
                earlier(grants.expiry(), expiry),
                grants.subject(),
                grants.tokenId());
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}
