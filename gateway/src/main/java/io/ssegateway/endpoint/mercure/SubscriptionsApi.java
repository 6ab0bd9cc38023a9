package io.ssegateway.endpoint.mercure;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.auth.Grants;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Parameters;
import io.ssegateway.http.Problem;
import io.ssegateway.hub.Hub;
import io.ssegateway.json.Json;
import io.ssegateway.subscription.Subscription;
import io.ssegateway.subscription.Subscriptions;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.ReservedTopics;
import io.ssegateway.topic.Topic;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes of the subscription API. A token is required; a client that has the document already does not get it
 * again. Safe for use by any thread; nothing blocks.
 */
public final class SubscriptionsApi {
    private static final String JSON_LD = "application/ld+json";
    private static final String LAST_EVENT_ID = "lastEventID";
    /** Relative to the request's URL, so that no header of the request decides it. */
    private static final String LINK = "<" + ReservedTopics.MERCURE + ">; rel=\"mercure\"";
    /** Caches have to revalidate it, and shared caches must not store it: clients have different rights. */
    private static final String CACHE_CONTROL = "private, no-cache, must-revalidate";

    private final Subscriptions subscriptions;
    private final Hub hub;
    private final Function<Exchange, CompletionStage<Grants>> authorization;

    /**
     * An API of {@code subscriptions}.
     *
     * @param authorization returns what a request's token grants, {@link Grants#ANONYMOUS} without one; its stage may
     *     fail with the {@link Problem} to answer with
     */
    public SubscriptionsApi(
            Subscriptions subscriptions, Hub hub, Function<Exchange, CompletionStage<Grants>> authorization) {
        this.subscriptions = subscriptions;
        this.hub = hub;
        this.authorization = authorization;
    }

    /** {@code GET /.well-known/mercure/subscriptions}: all active subscriptions. */
    public void all(Exchange exchange) {
        answerAll(exchange, Subscription.COLLECTION);
    }

    /** {@code GET /.well-known/mercure/subscriptions/{topic}}: the active subscriptions to one topic selector. */
    public void ofTopic(Exchange exchange) {
        answerAll(exchange, Subscription.path(exchange.parameters().path("topic")));
    }

    private void answerAll(Exchange exchange, String path) {
        answer(exchange, path, found -> {
            ObjectNode document = Json.object()
                    .put("@context", Subscription.CONTEXT)
                    .put("id", path)
                    .put("type", "Subscriptions");
            ArrayNode list = document.putArray("subscriptions");
            found.forEach(subscription -> list.add(subscription.describe(true)));
            return document;
        });
    }

    /**
     * {@code GET /.well-known/mercure/subscriptions/{topic}/{subscriber}}: one active subscription; 404 if there is
     * none.
     */
    public void one(Exchange exchange) {
        Parameters path = exchange.parameters();
        answer(
                exchange,
                Subscription.path(path.path("topic"), path.path("subscriber")),
                found -> found.stream()
                        .findFirst()
                        .map(subscription -> subscription.document(true))
                        .orElseThrow(() ->
                                Problem.notFound("There is no active subscription of this subscriber to this topic.")));
    }

    private void answer(Exchange exchange, String path, Function<List<Subscription>, ObjectNode> document) {
        CompletionStage<byte[]> body = authorization.apply(exchange).thenCompose(grants -> {
            check(grants, path);
            // Before the table is read: later changes are in the updates that a client then follows.
            String last = hub.lastEventId(Interest.NONE.granted(grants.subscribe()));
            return subscriptions.query(
                    path, found -> Json.bytes(document.apply(found).put(LAST_EVENT_ID, last)));
        });
        exchange.when(body, bytes -> write(exchange, bytes));
    }

    /** The path is the resource's, however the client has encoded it: one resource, one decision. */
    private static void check(Grants grants, String path) {
        if (grants.equals(Grants.ANONYMOUS)) {
            throw new Problem(
                    HttpResponseStatus.UNAUTHORIZED,
                    "This needs a token whose claim mercure.subscribe matches this URL's path.",
                    HttpHeaderNames.WWW_AUTHENTICATE,
                    "Bearer realm=\"sse-gateway\"");
        }
        if (path.length() > Topic.MAX_RESERVED_BYTES) {
            throw Problem.notFound("There is no subscription with so long a topic or subscriber.");
        }
        if (!grants.mayReceive(List.of(new Topic(path)))) {
            throw new Problem(
                    HttpResponseStatus.FORBIDDEN,
                    "The token's claim mercure.subscribe has no topic selector that matches " + path + ".");
        }
    }

    private static void write(Exchange exchange, byte[] body) {
        EntityTag tag = EntityTag.of(body);
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.ETAG, tag.text())
                .set(HttpHeaderNames.CACHE_CONTROL, CACHE_CONTROL)
                .set("Link", LINK);
        if (tag.isAmong(exchange.headers(HttpHeaderNames.IF_NONE_MATCH))) {
            exchange.reply().notModified(headers);
        } else {
            exchange.reply().body(HttpResponseStatus.OK, JSON_LD, headers, body);
        }
    }
}
