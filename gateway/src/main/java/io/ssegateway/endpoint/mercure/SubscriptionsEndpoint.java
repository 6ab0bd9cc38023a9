package io.ssegateway.endpoint.mercure;

import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.subscription.Subscription;

/** {@code GET /.well-known/mercure/subscriptions}: all active subscriptions. */
public final class SubscriptionsEndpoint implements Endpoint {
    private final SubscriptionsApi api;

    /** A route of {@code api}. */
    public SubscriptionsEndpoint(SubscriptionsApi api) {
        this.api = api;
    }

    @Override
    public void handle(Exchange exchange) {
        api.answerAll(exchange, Subscription.COLLECTION);
    }
}
