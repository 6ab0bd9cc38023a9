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
import io.ssegateway.stream.FirstBlock;
import io.ssegateway.stream.ResumePoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /events?topic=a&topic=b}, or POST or QUERY with the same parameters as a form, for more topics than a
 * request line holds: a stream of what is published to these topics; without any, of the broadcasts. With
 * {@code Last-Event-ID} it begins after that event, otherwise with the next one.
 */
public final class EventsEndpoint implements Endpoint, TopicStreams.Protocol {
    /** A cache that others share must not keep what a token has opened. */
    private static final HttpHeaders SOMEBODYS =
            new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache, no-store, no-transform");

    private final TopicStreams topicStreams;
    private final StreamHead anybodys;
    private final StreamHead somebodys;
    private final int maxTopics;

    /**
     * An endpoint.
     *
     * @param config what its streams begin with
     * @param maxTopics different topics that one stream may ask for
     */
    public EventsEndpoint(TopicStreams topicStreams, StreamConfig config, int maxTopics) {
        this.topicStreams = topicStreams;
        FirstBlock first = new Welcome(config);
        this.anybodys = new StreamHead(EmptyHttpHeaders.INSTANCE, false, first);
        this.somebodys = new StreamHead(SOMEBODYS, false, first);
        this.maxTopics = maxTopics;
    }

    @Override
    public void handle(Exchange exchange) {
        StreamParameters.takeForm(exchange);
        topicStreams.open(exchange, this);
    }

    @Override
    public StreamRequest read(Exchange exchange) {
        return StreamRequest.of(exchange, maxTopics);
    }

    @Override
    public CompletionStage<StreamHead> head(StreamRequest request, Authorizer.Admission admission, ResumePoint start) {
        return CompletableFuture.completedStage(admission.grants().equals(Grants.ANONYMOUS) ? anybodys : somebodys);
    }

    @Override
    public boolean announcesExpiry() {
        return true;
    }
}
