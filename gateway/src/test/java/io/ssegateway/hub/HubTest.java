package io.ssegateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogType;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.Core;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.LocalConnections.Connection;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubTest {
    private static final Topic A = new Topic("a");

    @AutoClose
    private final LocalConnections connections = new LocalConnections(2);

    private final AtomicInteger published = new AtomicInteger();
    private final GatewayMetrics counter = new GatewayMetrics() {
        @Override
        public void published() {
            published.incrementAndGet();
        }
    };
    private final Core core = Core.start(() -> 5, counter);

    private Connection subscribe(Interest interest) {
        Connection connection = connections.open();
        core.streams()
                .add(new Subscriber(
                        StreamWriters.http1(connection.channel(), false),
                        "/events",
                        interest,
                        Duration.ZERO,
                        reason -> {}));
        connections.settle();
        return connection;
    }

    private Appended publish(String data) {
        return publish(core, ServerSentEvent.data(data));
    }

    private static Appended publish(Core core, ServerSentEvent event) {
        return Logs.await(core.hub().publish(new Update(List.of(A), event)));
    }

    private ResumePoint start(String lastEventId) {
        return Logs.await(core.hub().start(lastEventId, Interest.in(A)));
    }

    @Test
    void shouldNumberUpdatesUpwardsAlsoWhenTheWallClockJumpsBack() {
        AtomicLong clock = new AtomicLong(5);
        Core jumping = Core.start(clock::get, GatewayMetrics.NONE);

        Position before = publish(jumping, ServerSentEvent.data("x")).position();
        clock.set(2);
        Position after = publish(jumping, ServerSentEvent.data("x")).position();

        assertThat(List.of(before, after)).containsExactly(new Position(5, 1), new Position(5, 2));
    }

    @Test
    void shouldDeliverWithTheIdOfTheReceipt() {
        Connection connection = subscribe(Interest.in(A));

        Appended taken = publish("x");
        connections.settle();

        assertThat(taken).isEqualTo(new Appended(new Position(5, 1), "5-1", false));
        assertThat(connection.text()).isEqualTo("id: 5-0\n\nid: 5-1\ndata: x\n\n");
    }

    @Test
    void shouldKeepThePublishersOwnId() {
        Connection connection = subscribe(Interest.in(A));

        Appended taken = publish(core, ServerSentEvent.data("x").withId("mine"));
        connections.settle();

        assertThat(taken.id()).isEqualTo("mine");
        assertThat(connection.text()).isEqualTo("id: 5-0\n\nid: mine\ndata: x\n\n");
    }

    /** The loop comes to its updates so late that what was there when the stream opened has left the ring. */
    @Test
    void shouldNotDeliverWhatWasPublishedBeforeAStreamOpened() {
        LogConfig two = new LogConfig(
                LogType.MEMORY,
                100,
                0,
                Duration.ZERO,
                2,
                0,
                List.of(),
                ConfigLoader.defaults().log().sqlite(),
                ConfigLoader.defaults().log().redis());
        Core small = Core.start(two, () -> 5, GatewayMetrics.NONE);
        try (LocalConnections single = new LocalConnections(1)) {
            List<Connection> opened = single.open(2);
            single.loops()
                    .get(0)
                    .submit(() -> {
                        add(small, opened.get(0));
                        publish(small, ServerSentEvent.data("between"));
                        add(small, opened.get(1));
                        IntStream.range(0, 5).forEach(i -> publish(small, ServerSentEvent.data("" + i)));
                    })
                    .syncUninterruptibly();
            single.settle();

            assertThat(opened.get(0).text()).contains("data: between", "data: 4");
            assertThat(opened.get(1).text())
                    .startsWith("id: 5-1\n\nid: 5-2\ndata: 0\n\n")
                    .endsWith("id: 5-6\ndata: 4\n\n");
        }
    }

    private static void add(Core core, Connection connection) {
        core.streams()
                .add(new Subscriber(
                        StreamWriters.http1(connection.channel(), false),
                        "/events",
                        Interest.in(A),
                        Duration.ZERO,
                        reason -> {}));
    }

    @Test
    void shouldNeitherDeliverNorCountARepeatedId() {
        Connection connection = subscribe(Interest.in(A));
        ServerSentEvent event = ServerSentEvent.data("x").withId("mine");

        Appended first = publish(core, event);
        Appended again = publish(core, event);
        connections.settle();

        assertThat(again).isEqualTo(new Appended(first.position(), "mine", true));
        assertThat(connection.text()).containsOnlyOnce("data: x");
        assertThat(published).hasValue(1);
    }

    @Test
    void shouldTellHowManyStreamsWantATopic() {
        subscribe(Interest.in(A));
        subscribe(Interest.in(A, new Topic("b")));
        subscribe(new Interest(List.of(TopicMatchers.of("a"), TopicMatchers.of("{letter}"), AnyTopic.INSTANCE)));
        Connection leaving = subscribe(new Interest(List.of(AnyTopic.INSTANCE)));
        subscribe(Interest.in(new Topic("b")));
        subscribe(Interest.NONE);

        assertThat(core.hub().interested(A)).isEqualTo(4);

        leaving.channel().close().syncUninterruptibly();
        connections.settle();
        assertThat(core.hub().interested(A)).isEqualTo(3);
        assertThat(core.hub().interested(new Topic("nobody's"))).isEqualTo(1);
    }

    @Test
    void shouldBeginWithTheNextUpdateWithoutAnId() {
        assertThat(start("")).isEqualTo(ResumePoint.LIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"earliest", "0-0"})
    void shouldBeginWithTheOldestUpdateIfToldSo(String lastEventId) {
        assertThat(start(lastEventId)).isEqualTo(ResumePoint.EARLIEST);
    }

    @Test
    void shouldBeginBehindAPositionAndBehindAPublishersId() {
        publish("x");
        publish(core, ServerSentEvent.data("x").withId("mine"));

        assertThat(start("5-0")).isEqualTo(ResumePoint.after(new Position(5, 0), "5-0"));
        assertThat(start("5-1")).isEqualTo(ResumePoint.after(new Position(5, 1), "5-1"));
        assertThat(start("5-2")).isEqualTo(ResumePoint.after(new Position(5, 2), "5-2"));
        assertThat(start("4-7")).isEqualTo(ResumePoint.after(new Position(4, 7), "4-7"));
        assertThat(start("mine")).isEqualTo(ResumePoint.after(new Position(5, 2), "mine"));
    }

    /** Of the present millisecond nobody can say yet what will stand there: it goes on behind what is there for it. */
    @Test
    void shouldBeginAtThePresentBehindAPositionOfThisMillisecond() {
        publish("x");

        assertThat(start("5-7")).isEqualTo(ResumePoint.after(new Position(5, 1), "5-7"));
    }

    @Test
    void shouldNameTheNewestUpdateThatMayBeRead() {
        Interest granted = Interest.NONE.granted(List.of(TopicMatchers.of("a")));
        assertThat(core.hub().lastEventId(Interest.NONE)).isEqualTo("earliest");

        Logs.await(core.hub().publish(new Update(List.of(A), ServerSentEvent.data("x"), true)));
        assertThat(core.hub().lastEventId(Interest.NONE)).isEqualTo("earliest");
        assertThat(core.hub().lastEventId(granted)).isEqualTo("5-1");

        publish("x");
        Logs.await(core.hub().publish(new Update(List.of(new Topic("b")), ServerSentEvent.data("x"), true)));
        assertThat(core.hub().lastEventId(Interest.NONE)).isEqualTo("5-2");
        assertThat(core.hub().lastEventId(granted)).isEqualTo("5-2");
    }

    @Test
    void shouldAnswerTheSameWhetherAPrivateUpdateStandsAtAPositionOrNot() {
        publish("x");
        ResumePoint without = start("5-2");
        Update secret = new Update(List.of(A), ServerSentEvent.data("x").withId("secret"), true);
        Logs.await(core.hub().publish(secret));

        assertThat(start("5-2")).isEqualTo(without).isEqualTo(ResumePoint.after(new Position(5, 1), "5-2"));
        assertThat(start("secret")).isEqualTo(ResumePoint.unknownId("secret"));
        Interest granted = Interest.in(A).granted(List.of(TopicMatchers.of("a")));
        assertThat(Logs.await(core.hub().start("5-2", granted)))
                .isEqualTo(ResumePoint.after(new Position(5, 2), "5-2"));
        assertThat(Logs.await(core.hub().start("secret", granted)))
                .isEqualTo(ResumePoint.after(new Position(5, 2), "secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6-0", "999999999999999999-0", "theirs", "Earliest", " earliest", "5", "5-", "-1", "05-1"})
    void shouldNotKnowAnIdThatWasNeverGiven(String lastEventId) {
        publish("x");

        assertThat(start(lastEventId)).isEqualTo(ResumePoint.unknownId(lastEventId));
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
