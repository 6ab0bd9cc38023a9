package io.ssegateway.endpoint.mercure;

import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.subscription.Subscription;

/** {@code GET /.well-known/mercure/subscriptions/{topic}}: the active subscriptions to one topic selector. */
public final class TopicSubscriptionsEndpoint implements Endpoint {
    private final SubscriptionsApi api;

    /** A route of {@code api}. */
    public TopicSubscriptionsEndpoint(SubscriptionsApi api) {
        this.api = api;
    }

    @Override
    public void handle(Exchange exchange) {
        api.answerAll(exchange, Subscription.path(exchange.parameters().path("topic")));
    }
}
