package io.ssegateway.auth.webhook;

import io.ssegateway.auth.Grants;
import io.ssegateway.topic.TopicMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the operator's service says. Immutable, as nobody changes the payload.
 *
 * @param isAllowed whether it may be done
 * @param topics what the stream gets in place of what it has asked for; null for just that
 * @param subscribe of which topics private updates may be received besides what the token grants
 * @param payload what the application wants to be told with the stream's subscriptions; null for what the token says
 * @param expiry when the stream ends, if its token does not end before; null for not because of this
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

    /** What a request with these grants may do when this is the answer: to publish no more than before. */
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
