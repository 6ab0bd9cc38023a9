package io.ssegateway.endpoint.mercure;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
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
 * {@code GET /.well-known/mercure?topic=…}: a stream of what is published to these topics. If asked to resume after an
 * event, the answer's {@code Last-Event-ID} says after which one it does: another one if updates are lost.
 *
 * @see <a href="https://github.com/dunglas/mercure/blob/v0.24.2/spec/mercure.md">The Mercure protocol, "Subscription"
 *     and "Reconnection"</a>
 */
public final class MercureSubscribeEndpoint implements Endpoint, TopicStreams.Protocol {
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final String NO_CACHE = "private, no-cache, no-store, no-transform, must-revalidate, max-age=0";

    private final TopicStreams topicStreams;
    private final Hub hub;
    private final SubscriptionTracker tracker;
    private final int maxTopics;
    private final FirstBlock first;

    /**
     * An endpoint of one hub.
     *
     * @param config what its streams begin with
     * @param tracker gets each stream that opens
     * @param maxTopics different topics that one stream may ask for
     */
    public MercureSubscribeEndpoint(
            TopicStreams topicStreams, Hub hub, SubscriptionTracker tracker, MercureConfig config, int maxTopics) {
        this.topicStreams = topicStreams;
        this.hub = hub;
        this.tracker = tracker;
        this.first = config.firstId() ? FirstBlock.ID_ALONE : FirstBlock.NONE;
        this.maxTopics = maxTopics;
    }

    @Override
    public void handle(Exchange exchange) {
        topicStreams.open(exchange, this);
    }

    @Override
    public StreamRequest read(Exchange exchange) {
        return StreamRequest.ofTopics(exchange, maxTopics);
    }

    @Override
    public CompletionStage<StreamHead> head(StreamRequest request, Authorizer.Admission admission, ResumePoint start) {
        return hub.lost(start, admission.interest()).thenApply(lost -> {
            HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, NO_CACHE);
            if (!request.lastEventIds().isEmpty()) {
                headers.set(LAST_EVENT_ID, precedingId(start, lost));
            }
            return new StreamHead(headers, true, first);
        });
    }

    @Override
    public boolean announcesExpiry() {
        return false;
    }

    /** A subscriber of subscriptions gets its own as well. */
    @Override
    public void opened(Subscriber stream) {
        if (tracker != SubscriptionTracker.NONE) {
            Tracked tracked =
                    tracker.opened(stream.interest().texts(), stream.grants().payload());
            stream.channel().closeFuture().addListener(closed -> tracked.close());
        }
    }

    /**
     * The id of the event before the first one that the stream gets.
     *
     * @param lost up to where something is gone that it would have got; empty if it misses nothing
     */
    private static String precedingId(ResumePoint start, Optional<Position> lost) {
        if (start.kind() != ResumePoint.Kind.AFTER) {
            return Hub.EARLIEST;
        }
        return lost.map(Position::toString).orElse(start.requested());
    }
}
