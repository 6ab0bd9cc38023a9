package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.ssegateway.eventlog.PositionClock;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.fanout.Subscriber;
import io.ssegateway.hub.Hub;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /publish} and {@code /broadcast}: a request is taken whole or not at all. */
class PublishEndpointTest {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    private final ShardedChannelGroup streams =
            new ShardedChannelGroup("test", Duration.ZERO, Duration.ZERO, GatewayMetrics.NONE);
    private final Hub hub = new Hub(streams, new PositionClock(() -> 1), GatewayMetrics.NONE);
    private final Pipeline publisher = Pipeline.posting("/publish", new PublishEndpoint(hub));
    private final Pipeline broadcaster = Pipeline.posting("/broadcast", new BroadcastEndpoint(hub, NOON));
    private final EmbeddedChannel subscriber = new EmbeddedChannel(DefaultChannelId.newInstance());

    PublishEndpointTest() {
        streams.add(
                new Subscriber(subscriber, "/events", List.of(new Topic("a"), Topic.BROADCAST), false, reason -> {}));
    }

    @AfterEach
    void close() {
        publisher.close();
        broadcaster.close();
        subscriber.finishAndReleaseAll();
    }

    private String delivered() {
        subscriber.runPendingTasks();
        StringBuilder text = new StringBuilder();
        for (ByteBuf b = subscriber.readOutbound(); b != null; b = subscriber.readOutbound()) {
            text.append(b.toString(StandardCharsets.UTF_8));
            b.release();
        }
        return text.toString();
    }

    @Test
    void shouldPublishOneUpdate() {
        String answer = publisher.post("/publish", JSON, "{\"topics\":[\"a\"],\"data\":\"x\"}");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("{\"ids\":[\"1-0\"]}");
        assertThat(delivered()).isEqualTo("id: 1-0\ndata: x\n\n");
    }

    @Test
    void shouldPublishAnArrayInItsOrder() {
        String answer = publisher.post(
                "/publish",
                JSON,
                "[{\"topics\":[\"a\"],\"data\":1},{\"topics\":[\"b\"],\"data\":2},{\"topics\":[\"a\"],\"data\":3,\"id\":\"mine\"}]");

        assertThat(answer).endsWith("{\"ids\":[\"1-0\",\"1-1\",\"mine\"]}");
        assertThat(delivered()).isEqualTo("id: 1-0\ndata: 1\n\nid: mine\ndata: 3\n\n");
    }

    @Test
    void shouldPublishLinesAndSkipBlankOnes() {
        String answer = publisher.post(
                "/publish", NDJSON, "\r\n{\"topics\":[\"a\"],\"data\":1}\r\n \t\n{\"topics\":[\"a\"],\"data\":\"ä\"}");

        assertThat(answer).endsWith("{\"ids\":[\"1-0\",\"1-1\"]}");
        assertThat(delivered()).isEqualTo("id: 1-0\ndata: 1\n\nid: 1-1\ndata: ä\n\n");
    }

    @Test
    void shouldNameTheIndexAndPublishNothingOfAnArrayWithAFault() {
        String answer = publisher.post("/publish", JSON, "[{\"topics\":[\"a\"],\"data\":1},{\"topics\":[\"a\"]}]");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "[1]: ", "data");
        assertThat(delivered()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"topics\":[\"a\"]}", "{", "x", "{} {}", "[1]"})
    void shouldNameTheLineAndPublishNothingOfLinesWithAFault(String faulty) {
        String answer =
                publisher.post("/publish", NDJSON, "{\"topics\":[\"a\"],\"data\":1}\n\n" + faulty + "\n{\"topics\":1}");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "line 3: ");
        assertThat(delivered()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", " "})
    void shouldRefuseABodyWithoutAnUpdate(String body) {
        assertThat(publisher.post("/publish", NDJSON, body)).startsWith("HTTP/1.1 400");
        assertThat(publisher.post("/publish", JSON, body)).startsWith("HTTP/1.1 400");
    }

    @Test
    void shouldRefuseAnotherContentType() {
        assertThat(publisher.post("/publish", "text/plain", "{}"))
                .startsWith("HTTP/1.1 415")
                .contains(JSON, NDJSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"hi\"", "{\"a\":[1]}", "null", "12"})
    void shouldBroadcastAnyJsonValue(String message) {
        String answer = broadcaster.post("/broadcast", JSON, "{\"message\":" + message + "}");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("{\"success\":true,\"sentTo\":1,\"id\":\"1-0\"}");
        assertThat(delivered())
                .isEqualTo("id: 1-0\ndata: {\"type\":\"broadcast\",\"message\":" + message
                        + ",\"timestamp\":\"2026-01-02T12:00:00Z\"}\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{}", "\"x\"", "{\"message\":1,\"x\":2}", "{\"message\":\"\\ud800\"}", "{\"message\":1"})
    void shouldRefuseAnotherBroadcast(String body) {
        assertThat(broadcaster.post("/broadcast", JSON, body))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
        assertThat(delivered()).isEmpty();
    }
}
