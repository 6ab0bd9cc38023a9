package io.ssegateway.endpoint;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.ssegateway.auth.Grants;
import io.ssegateway.config.StreamConfig;
import io.ssegateway.fanout.Frame;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.fanout.Start;
import io.ssegateway.fanout.Subscriber;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.StreamHead;
import io.ssegateway.hub.Hub;
import io.ssegateway.protocol.sse.ServerSentEvent;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /events?topic=a&topic=b}: a stream of what is published to these topics; without any, of the broadcasts. With
 * {@code Last-Event-ID} it begins behind that event, else with the next one.
 */
public final class EventsEndpoint implements Endpoint {
    /** Written out, as it is made for every stream; an id is letters and digits. */
    private static final String WELCOME_BEFORE_ID = "{\"type\":\"welcome\",\"connectionId\":\"";

    private static final String WELCOME_AFTER_ID = "\",\"message\":\"Welcome. Events follow as they are published.\"}";

    /** A cache that others share must not keep what a token has opened. */
    private static final StreamHead SOMEBODYS = new StreamHead(
            new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache, no-store, no-transform"),
            false);

    private final TopicStreams topicStreams;
    private final ShardedChannelGroup streams;
    private final Authorizer authorizer;
    private final Hub hub;
    private final boolean welcome;
    private final int maxTopics;

    /**
     * An endpoint whose streams are members of {@code streams}.
     *
     * @param maxTopics different topics that one stream may ask for
     */
    public EventsEndpoint(
            TopicStreams topicStreams,
            ShardedChannelGroup streams,
            Authorizer authorizer,
            Hub hub,
            StreamConfig config,
            int maxTopics) {
        this.topicStreams = topicStreams;
        this.streams = streams;
        this.authorizer = authorizer;
        this.hub = hub;
        this.welcome = config.welcome();
        this.maxTopics = maxTopics;
    }

    @Override
    public void handle(Exchange exchange) {
        if (!topicStreams.settle(exchange)) {
            topicStreams.when(
                    exchange,
                    authorizer.subscriber(exchange).thenCompose(grants -> opening(exchange, grants)),
                    opening -> open(exchange, opening));
        }
    }

    private record Opening(StreamRequest request, Authorizer.Admission admission, Start start) {}

    private CompletionStage<Opening> opening(Exchange exchange, Grants grants) {
        StreamRequest request = StreamRequest.of(exchange, maxTopics);
        return authorizer
                .admit(exchange, grants, request)
                .thenCompose(admission -> hub.start(request.lastEventId(), admission.interest())
                        .thenApply(start -> new Opening(request, admission, start)));
    }

    private void open(Exchange exchange, Opening opening) {
        StreamHead head = opening.admission().grants().equals(Grants.ANONYMOUS) ? StreamHead.PLAIN : SOMEBODYS;
        Subscriber subscriber =
                topicStreams.open(exchange, opening.request(), opening.admission(), opening.start(), head, true);
        if (subscriber == null) {
            return;
        }
        if (welcome) {
            greet(subscriber);
        }
        exchange.channel().flush();
    }

    private void greet(Subscriber subscriber) {
        String data = WELCOME_BEFORE_ID + subscriber.id() + WELCOME_AFTER_ID;
        streams.send(subscriber, Frame.of(ServerSentEvent.data(data)));
    }
}
