package io.ssegateway.endpoint;

import io.ssegateway.config.StreamConfig;
import io.ssegateway.fanout.Frame;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.fanout.Start;
import io.ssegateway.fanout.Subscriber;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.StreamOpener;
import io.ssegateway.hub.Hub;
import io.ssegateway.metrics.RejectReason;
import io.ssegateway.protocol.sse.ServerSentEvent;

/**
 * {@code GET /events?topic=a&topic=b}: a stream of what is published to these topics; without any, of the broadcasts. With
 * {@code Last-Event-ID} it begins behind that event, else with the next one.
 */
public final class EventsEndpoint implements Endpoint {
    /** Written out, as it is made for every stream; an id is letters and digits. */
    private static final String WELCOME_BEFORE_ID = "{\"type\":\"welcome\",\"connectionId\":\"";

    private static final String WELCOME_AFTER_ID = "\",\"message\":\"Welcome. Events follow as they are published.\"}";

    private final StreamOpener opener;
    private final ShardedChannelGroup streams;
    private final Hub hub;
    private final boolean welcome;
    private final int maxTopics;

    /**
     * An endpoint whose streams are members of {@code streams}.
     *
     * @param maxTopics different topics that one stream may ask for
     */
    public EventsEndpoint(
            StreamOpener opener, ShardedChannelGroup streams, Hub hub, StreamConfig config, int maxTopics) {
        this.opener = opener;
        this.streams = streams;
        this.hub = hub;
        this.welcome = config.welcome();
        this.maxTopics = maxTopics;
    }

    @Override
    public void handle(Exchange exchange) {
        StreamRequest request = StreamRequest.of(exchange, maxTopics);
        if (opener.settle(exchange)) {
            return;
        }
        if (streams.hasBegun()) {
            exchange.when(hub.start(request.lastEventId()), start -> open(exchange, request, start));
        } else {
            opener.refuse(exchange, RejectReason.LOG_UNAVAILABLE);
        }
    }

    private void open(Exchange exchange, StreamRequest request, Start start) {
        if (opener.refuse(exchange)) {
            return; // The gateway has begun to drain while the log was asked.
        }
        Subscriber subscriber = new Subscriber(
                exchange.channel(),
                exchange.route(),
                request.interest(),
                request.throttle(),
                exchange.isHttp11(),
                reason -> {});
        opener.open(exchange, subscriber, start);
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
