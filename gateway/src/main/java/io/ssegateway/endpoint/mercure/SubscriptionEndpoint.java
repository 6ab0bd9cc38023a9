package io.ssegateway.endpoint.mercure;

import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Parameters;
import io.ssegateway.subscription.Subscription;

/** {@code GET /.well-known/mercure/subscriptions/{topic}/{subscriber}}: one active subscription; 404 if there is none. */
public final class SubscriptionEndpoint implements Endpoint {
    private final SubscriptionsApi api;

    /** A route of {@code api}. */
    public SubscriptionEndpoint(SubscriptionsApi api) {
        this.api = api;
    }

    @Override
    public void handle(Exchange exchange) {
        Parameters path = exchange.parameters();
        api.answerOne(exchange, Subscription.path(path.path("topic"), path.path("subscriber")));
    }
}
