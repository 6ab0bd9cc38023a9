package io.ssegateway.endpoint;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ssegateway.auth.Grants;
import io.ssegateway.config.StreamConfig;
import io.ssegateway.endpoint.stream.StreamHead;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.hub.Hub;
import io.ssegateway.stream.FirstBlock;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.Subscriber;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /events?topic=a&topic=b}, or POST or QUERY with the same parameters as a form, for more topics than a request line holds: a
 * stream of what is published to these topics; without any, of the broadcasts. With
 * {@code Last-Event-ID} it begins behind that event, else with the next one.
 */
public final class EventsEndpoint implements Endpoint {
    /** A cache that others share must not keep what a token has opened. */
    private static final HttpHeaders SOMEBODYS =
            new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache, no-store, no-transform");

    private final TopicStreams topicStreams;
    private final Authorizer authorizer;
    private final Hub hub;
    private final StreamHead anybodys;
    private final StreamHead somebodys;
    private final int maxTopics;

    /**
     * An endpoint of one hub.
     *
     * @param config    what its streams begin with
     * @param maxTopics different topics that one stream may ask for
     */
    public EventsEndpoint(
            TopicStreams topicStreams, Authorizer authorizer, Hub hub, StreamConfig config, int maxTopics) {
        this.topicStreams = topicStreams;
        this.authorizer = authorizer;
        this.hub = hub;
        FirstBlock first = new Welcome(config);
        this.anybodys = new StreamHead(EmptyHttpHeaders.INSTANCE, false, first);
        this.somebodys = new StreamHead(SOMEBODYS, false, first);
        this.maxTopics = maxTopics;
    }

    @Override
    public void handle(Exchange exchange) {
        StreamParameters.takeForm(exchange);
        if (!topicStreams.settle(exchange)) {
            topicStreams.when(
                    exchange,
                    authorizer.subscriber(exchange).thenCompose(grants -> opening(exchange, grants)),
                    opening -> open(exchange, opening));
        }
    }

    private record Opening(StreamRequest request, Authorizer.Admission admission, ResumePoint start) {}

    private CompletionStage<Opening> opening(Exchange exchange, Grants grants) {
        StreamRequest request = StreamRequest.of(exchange, maxTopics);
        return authorizer
                .admit(exchange, grants, request)
                .thenCompose(admission -> request.lastEventIds()
                        .start(hub, admission.interest())
                        .thenApply(start -> new Opening(request, admission, start)));
    }

    private void open(Exchange exchange, Opening opening) {
        StreamHead head = opening.admission().grants().equals(Grants.ANONYMOUS) ? anybodys : somebodys;
        Subscriber subscriber =
                topicStreams.open(exchange, opening.request(), opening.admission(), opening.start(), head, true);
        if (subscriber != null) {
            exchange.channel().flush();
        }
    }
}
