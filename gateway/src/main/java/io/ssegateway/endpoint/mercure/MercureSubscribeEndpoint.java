package io.ssegateway.endpoint.mercure;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ssegateway.auth.Grants;
import io.ssegateway.config.MercureConfig;
import io.ssegateway.endpoint.Authorizer;
import io.ssegateway.endpoint.StreamRequest;
import io.ssegateway.endpoint.TopicStreams;
import io.ssegateway.endpoint.stream.StreamHead;
import io.ssegateway.eventlog.Position;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.hub.Hub;
import io.ssegateway.stream.FirstBlock;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.subscription.SubscriptionTracker;
import io.ssegateway.subscription.SubscriptionTracker.Tracked;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /.well-known/mercure?topic=…}: a stream of what is published to these topics. Asked to go on behind an event, the answer tells in
 * {@code Last-Event-ID} behind which one it does: another one if something is lost.
 *
 * @see <a href="https://github.com/dunglas/mercure/blob/v0.24.2/spec/mercure.md">The Mercure protocol, "Subscription" and
 *     "Reconnection"</a>
 */
public final class MercureSubscribeEndpoint implements Endpoint {
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final String NO_CACHE = "private, no-cache, no-store, no-transform, must-revalidate, max-age=0";

    private final TopicStreams topicStreams;
    private final Authorizer authorizer;
    private final Hub hub;
    private final SubscriptionTracker tracker;
    private final int maxTopics;
    private final FirstBlock first;

    /**
     * An endpoint of one hub.
     *
     * @param config    what its streams begin with
     * @param tracker   is told who has a stream
     * @param maxTopics different topics that one stream may ask for
     */
    public MercureSubscribeEndpoint(
            TopicStreams topicStreams,
            Authorizer authorizer,
            Hub hub,
            SubscriptionTracker tracker,
            MercureConfig config,
            int maxTopics) {
        this.topicStreams = topicStreams;
        this.authorizer = authorizer;
        this.hub = hub;
        this.tracker = tracker;
        this.first = config.firstId() ? FirstBlock.ID_ALONE : FirstBlock.NONE;
        this.maxTopics = maxTopics;
    }

    @Override
    public void handle(Exchange exchange) {
        if (topicStreams.settle(exchange)) {
            return;
        }
        topicStreams.when(
                exchange,
                authorizer.subscriber(exchange).thenCompose(grants -> opening(exchange, grants)),
                opening -> open(exchange, opening));
    }

    /**
     * A stream that is let in, and to where.
     *
     * @param lost up to where something is gone that it would have got; empty if it misses nothing
     */
    private record Opening(
            StreamRequest request, Authorizer.Admission admission, ResumePoint start, Optional<Position> lost) {}

    private CompletionStage<Opening> opening(Exchange exchange, Grants grants) {
        StreamRequest request = StreamRequest.ofTopics(exchange, maxTopics);
        return authorizer
                .admit(exchange, grants, request)
                .thenCompose(admission -> request.lastEventIds()
                        .start(hub, admission.interest())
                        .thenCompose(start -> hub.lost(start, admission.interest())
                                .thenApply(lost -> new Opening(request, admission, start, lost))));
    }

    private void open(Exchange exchange, Opening opening) {
        HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, NO_CACHE);
        if (!opening.request().lastEventIds().isEmpty()) {
            headers.set(LAST_EVENT_ID, precedingId(opening));
        }
        Subscriber subscriber = topicStreams.open(
                exchange,
                opening.request(),
                opening.admission(),
                opening.start(),
                new StreamHead(headers, true, first),
                false);
        if (subscriber != null) {
            track(subscriber);
            exchange.channel().flush();
        }
    }

    /** When the stream has its place in the log already: who follows subscriptions is told of his own as well. */
    private void track(Subscriber subscriber) {
        if (tracker == SubscriptionTracker.NONE) {
            return;
        }
        Tracked tracked = tracker.opened(
                subscriber.interest().texts(), subscriber.grants().payload());
        subscriber.channel().closeFuture().addListener(closed -> tracked.close());
    }

    /** The id of the event before the first one that the stream gets. */
    private static String precedingId(Opening opening) {
        if (opening.start().kind() != ResumePoint.Kind.AFTER) {
            return Hub.EARLIEST;
        }
        return opening.lost().map(Position::toString).orElse(opening.start().requested());
    }
}
