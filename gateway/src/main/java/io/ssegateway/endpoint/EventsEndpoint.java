package io.ssegateway.endpoint;

import io.ssegateway.config.StreamConfig;
import io.ssegateway.fanout.Frame;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.fanout.Subscriber;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Json;
import io.ssegateway.http.Problem;
import io.ssegateway.http.StreamOpener;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import java.util.List;

/** {@code GET /events?topic=a&topic=b}: a stream of what is published to these topics; without any, of the broadcasts. */
public final class EventsEndpoint implements Endpoint {
    private final StreamOpener opener;
    private final ShardedChannelGroup streams;
    private final boolean welcome;
    private final int maxTopics;

    /**
     * An endpoint whose streams are members of {@code streams}.
     *
     * @param maxTopics different topics that one stream may ask for
     */
    public EventsEndpoint(StreamOpener opener, ShardedChannelGroup streams, StreamConfig config, int maxTopics) {
        this.opener = opener;
        this.streams = streams;
        this.welcome = config.welcome();
        this.maxTopics = maxTopics;
    }

    @Override
    public void handle(Exchange exchange) {
        List<Topic> topics = topics(exchange.parameters().query("topic"));
        if (opener.settle(exchange)) {
            return;
        }
        Subscriber subscriber =
                new Subscriber(exchange.channel(), exchange.route(), topics, exchange.isHttp11(), reason -> {});
        opener.open(exchange, subscriber);
        if (welcome) {
            greet(subscriber);
        }
        exchange.channel().flush();
    }

    private List<Topic> topics(List<String> names) {
        if (names.isEmpty()) {
            return List.of(Topic.BROADCAST);
        }
        List<Topic> topics;
        try {
            topics = names.stream().distinct().map(Topic::new).toList();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
        if (topics.size() > maxTopics) {
            throw Problem.badRequest("A stream may ask for at most " + maxTopics
                    + " topics (limits.max-topics-per-stream), this one asks for " + topics.size() + ".");
        }
        return topics;
    }

    private void greet(Subscriber subscriber) {
        String data = Json.text(Json.object()
                .put("type", "welcome")
                .put("connectionId", subscriber.id())
                .put("message", "Welcome. Events follow as they are published."));
        Frame frame = Frame.of(ServerSentEvent.data(data), subscriber.channel().alloc());
        try {
            streams.send(subscriber, frame);
        } finally {
            frame.release();
        }
    }
}
