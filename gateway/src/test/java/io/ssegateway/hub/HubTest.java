package io.ssegateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ssegateway.eventlog.PositionClock;
import io.ssegateway.eventlog.Update;
import io.ssegateway.fanout.LocalConnections;
import io.ssegateway.fanout.LocalConnections.Connection;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.fanout.Subscriber;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubTest {
    private static final Topic A = new Topic("a");

    private final LocalConnections connections = new LocalConnections(2);
    private final ShardedChannelGroup streams =
            new ShardedChannelGroup("test", Duration.ZERO, Duration.ZERO, GatewayMetrics.NONE);

    @AfterEach
    void close() {
        connections.close();
    }

    private Hub hub(Long... wallClock) {
        Iterator<Long> readings = List.of(wallClock).iterator();
        return new Hub(streams, new PositionClock(readings::next), GatewayMetrics.NONE);
    }

    private Connection subscribe(Topic topic) {
        Connection connection = connections.open();
        streams.add(new Subscriber(connection.channel(), "/events", List.of(topic), false, reason -> {}));
        connections.settle();
        return connection;
    }

    private static Update update(String data) {
        return new Update(List.of(A), ServerSentEvent.data(data));
    }

    @Test
    void shouldNumberUpdatesUpwardsAlsoWhenTheWallClockJumpsBack() {
        Hub hub = hub(5L, 5L, 2L);

        assertThat(List.of(hub.publish(update("x")), hub.publish(update("y")), hub.publish(update("z"))))
                .extracting(Receipt::id)
                .containsExactly("5-0", "5-1", "5-2");
    }

    @Test
    void shouldDeliverWithTheIdOfTheReceipt() {
        Connection connection = subscribe(A);

        Receipt receipt = hub(5L).publish(update("x"));
        connections.settle();

        assertThat(connection.text()).isEqualTo("id: " + receipt.id() + "\ndata: x\n\n");
    }

    @Test
    void shouldKeepThePublishersOwnId() {
        Connection connection = subscribe(A);
        ServerSentEvent event = ServerSentEvent.data("x").withId("mine");

        Receipt receipt = hub(5L).publish(new Update(List.of(A), event));
        connections.settle();

        assertThat(receipt.id()).isEqualTo("mine");
        assertThat(connection.text()).isEqualTo("id: mine\ndata: x\n\n");
    }

    @Test
    void shouldTellHowManyStreamsAnUpdateGoesTo() {
        subscribe(A);
        subscribe(A);
        Connection leaving = subscribe(A);
        subscribe(new Topic("b"));
        Hub hub = hub(1L, 2L);

        assertThat(hub.publish(update("x")).sentTo()).isEqualTo(3);

        leaving.channel().close().syncUninterruptibly();
        connections.settle();
        assertThat(hub.publish(update("x")).sentTo()).isEqualTo(2);
    }

    @Test
    void shouldNeedATopicAndNotChangeWithTheCallersList() {
        ServerSentEvent event = ServerSentEvent.data("x");
        assertThatIllegalArgumentException().isThrownBy(() -> new Update(List.of(), event));
        List<Topic> topics = new ArrayList<>(List.of(A));
        Update update = new Update(topics, event);
        topics.clear();

        assertThat(update.topics()).containsExactly(A);
    }
}
