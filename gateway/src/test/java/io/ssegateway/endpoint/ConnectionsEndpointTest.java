package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.embedded.EmbeddedChannel;
import io.ssegateway.eventlog.Position;
import io.ssegateway.stream.StreamStatus;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.topic.Interest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConnectionsEndpointTest {
    private static final String OPERATOR = "sse_connections_closed_total{reason=\"operator\"}";

    /** More than any kernel takes for a connection that nobody reads from, with the settings below. */
    private static final int LARGE_UPDATES = 200;

    private static final int LARGE = 20_000;

    @AutoClose
    private final RunningGateway gateway = RunningGateway.start(
            "transport.send-buffer=8KiB",
            "log.ring-bytes=32MiB",
            "slow-consumer.policy=skip",
            "slow-consumer.max-lag-bytes=512MiB",
            "slow-consumer.max-lag-age=1h",
            "slow-consumer.topics=[{prefix: /prices/, policy: latest}]");

    @Test
    void shouldTellWhereALiveStreamStands() {
        try (EventReader stream = gateway.subscribe("/events?topic=a")) {
            JsonNode before = connections("").get(0);
            assertThat(before.get("state").stringValue()).isEqualTo("live");
            Position begin = position(before);
            Position published = publish("a", "x");
            publish("b", "not for it, but behind it all the same");
            Position last = publish("a", "y");
            assertThat(List.of(stream.nextData(), stream.nextData())).containsExactly("x", "y");

            await().untilAsserted(
                            () -> assertThat(position(connections("").get(0))).isEqualTo(last));
            JsonNode entry = connections("").get(0);
            assertThat(published).isGreaterThan(begin);
            assertThat(entry.get("lag").toString()).isEqualTo("{\"events\":0,\"bytes\":0}");
            assertThat(entry.get("policy").stringValue()).isEqualTo("skip");
            assertThat(entry.has("throttle")).isFalse();
        }
    }

    @Test
    void shouldTellThrottleAndPolicy() {
        try (EventReader throttled = gateway.subscribe("/events?topic=/prices/a&throttle=1500ms");
                EventReader mixed = gateway.subscribe("/events?topic=/prices/a&topic=news");
                EventReader own = gateway.open("/timer")) {
            own.next();
            JsonNode first = named(throttled, connections(""));
            assertThat(first.get("state").stringValue()).isEqualTo("throttled");
            assertThat(first.get("throttle").stringValue()).isEqualTo("1500ms");
            assertThat(first.get("policy").stringValue()).isEqualTo("latest");
            JsonNode second = named(mixed, connections(""));
            assertThat(second.get("policy").stringValue())
                    .as("two policies, so the general one")
                    .isEqualTo("skip");
            JsonNode third = named(own, connections(""));
            assertThat(third.propertyNames())
                    .as("a stream that reads no log stands nowhere in it")
                    .contains("lastWrite")
                    .doesNotContain("state", "cursor", "lag", "policy", "throttle");
        }
    }

    @Test
    void shouldPutTheStreamFirstThatIsFurthestBehind() {
        try (EventReader reads = gateway.subscribe("/events?topic=a");
                EventReader own = gateway.open("/timer");
                RawClient stuck = stuck()) {
            own.next();
            fill();
            for (int i = 0; i < LARGE_UPDATES; i++) {
                reads.next();
            }
            JsonNode list = connections("?sort=lag");
            assertThat(list).hasSize(3);
            JsonNode entry = list.get(0);
            assertThat(remotePort(entry)).isEqualTo(stuck.localAddress().getPort());
            assertThat(entry.get("state").stringValue()).isEqualTo("lagging");
            assertThat(entry.get("lag").get("events").intValue()).isBetween(1, LARGE_UPDATES);
            long behind = entry.get("lag").get("bytes").longValue();
            assertThat(behind).isGreaterThan(LARGE);
            assertThat(ids("?sort=lag&limit=1")).containsExactly(entry.get("id").stringValue());
            assertThat(ids("?sort=lag&limit=0")).isEmpty();
        }
    }

    @Test
    void shouldSayNothingOfALagThatNobodyKnows() {
        try (RunningGateway small = RunningGateway.start(
                        "transport.send-buffer=8KiB",
                        "log.ring-bytes=64KiB",
                        "slow-consumer.max-lag-bytes=512MiB",
                        "slow-consumer.max-lag-age=1h");
                EventReader reads = small.subscribe("/events?topic=a");
                RawClient stuck = RawClient.connectSmall(small.address())) {
            stuck.get("/events?topic=a").head();
            for (int i = 0; i < LARGE_UPDATES; i++) {
                small.exchange(Requests.publish("a", "x".repeat(LARGE)));
                reads.next();
            }
            // The reader may have its last update a moment before its stream counts as up to date.
            await().untilAsserted(() -> {
                JsonNode list = small.manage("/connections?sort=lag").json().get("connections");
                assertThat(list.get(0).get("lag").toString()).isEqualTo("{\"events\":null,\"bytes\":null}");
                assertThat(list.get(1).get("lag").get("bytes").longValue()).isZero();
            });
        }
    }

    @Test
    void shouldHoldAnUnknownLagForTheGreatest() {
        assertThat(lagKey(null)).isZero();
        assertThat(lagKey(status(0))).isZero();
        assertThat(lagKey(status(5))).isGreaterThan(lagKey(status(4)));
        assertThat(lagKey(status(-1))).isGreaterThan(lagKey(status(Long.MAX_VALUE - 1)));
    }

    private static long lagKey(@Nullable StreamStatus status) {
        Subscriber any = new Subscriber(
                StreamWriters.http1(new EmbeddedChannel(), true),
                "/events",
                Interest.NONE,
                Duration.ZERO,
                reason -> {});
        return ConnectionOrder.LAG.key(any, status, 0);
    }

    private static StreamStatus status(long bytes) {
        return new StreamStatus("lagging", Position.ORIGIN, bytes, bytes, "skip");
    }

    @Test
    void shouldSortOtherwise() {
        try (EventReader old = gateway.subscribe("/events?topic=a");
                EventReader busy = gateway.subscribe("/events?topic=b")) {
            publish("b", "x".repeat(1_000));
            busy.next();
            // What a client has already is counted a moment later.
            await().untilAsserted(() -> assertThat(ids("?sort=bytes")).containsExactly(id(busy), id(old)));
            assertThat(ids("?sort=idle")).containsExactly(id(old), id(busy));
            assertThat(ids("?sort=since")).hasSize(2);
            publish("a", "x".repeat(2_000));
            old.next();
            await().untilAsserted(() -> assertThat(ids("?sort=bytes")).containsExactly(id(old), id(busy)));
            assertThat(ids("?sort=idle")).containsExactly(id(busy), id(old));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LAG", "lag,bytes", "age", "%00"})
    void shouldSayWhatItSortsBy(String word) {
        gateway.manage("/connections?sort=" + word).isProblem(400, "sort must be one of lag, bytes, since, idle");
    }

    @Test
    void shouldFindThoseThatAskForATopic() {
        try (EventReader both = gateway.subscribe("/events?topic=a&topic=/x/%7Bid%7D");
                EventReader other = gateway.subscribe("/events?topic=b")) {
            assertThat(ids("?topic=a")).containsExactly(id(both));
            assertThat(ids("?topic=b&sort=lag")).containsExactly(id(other));
            assertThat(ids("?topic=/x/%7Bid%7D")).containsExactly(id(both));
            assertThat(ids("?topic=/x/1"))
                    .as("compared as written, not matched")
                    .isEmpty();
            JsonNode answer = gateway.manage("/connections?topic=a&limit=0").json();
            assertThat(answer.toString()).isEqualTo("{\"total\":1,\"connections\":[]}");
        }
    }

    @Test
    void shouldCloseOneStreamRegularly() {
        try (EventReader closed = gateway.subscribe("/events?topic=a");
                EventReader stays = gateway.subscribe("/events?topic=a")) {
            String id = id(closed);
            assertThat(delete(id).status()).isEqualTo(204);
            closed.expectEnd();
            await().until(() -> gateway.streams() == 1);
            publish("a", "still here");
            assertThat(stays.nextData()).isEqualTo("still here");
            assertThat(gateway.metric(OPERATOR)).isEqualTo(1);
            delete(id).isProblem(404, id, "GET /connections");
            assertThat(gateway.metric(OPERATOR)).isEqualTo(1);
        }
    }

    @Test
    void shouldLoseNothingForTheClientOfAClosedStream() {
        Position has;
        try (EventReader first = gateway.subscribe("/events?topic=a")) {
            has = publish("a", "1");
            assertThat(first.nextData()).isEqualTo("1");
            assertThat(delete(connections("").get(0).get("id").stringValue()).status())
                    .isEqualTo(204);
            first.expectEnd();
        }
        publish("a", "2");
        try (EventReader again = gateway.open("/events?topic=a", "Last-Event-ID: " + has)) {
            assertThat(again.nextJson().get("type").stringValue()).isEqualTo("welcome");
            assertThat(again.nextData()).isEqualTo("2");
        }
    }

    /** Its socket has cut a frame: what ends the response must come behind the rest of that, not into it. */
    @Test
    void shouldEndAStuckStreamBetweenTwoFrames() {
        try (RawClient stuck = stuck()) {
            fill();
            JsonNode entry = connections("").get(0);
            assertThat(entry.get("state").stringValue()).isEqualTo("lagging");
            String id = entry.get("id").stringValue();
            assertThat(delete(id).status()).isEqualTo(204);
            assertThat(delete(id).status()).as("it is still ending").isEqualTo(204);
            int events = 0;
            for (byte[] chunk = stuck.chunk(); chunk.length > 0; chunk = stuck.chunk()) {
                String block = new String(chunk, StandardCharsets.UTF_8);
                assertThat(block).endsWith("\n\n");
                events += block.contains("x".repeat(LARGE)) ? 1 : 0;
            }
            assertThat(events).isBetween(1, LARGE_UPDATES - 1);
            assertThat(stuck.readToEnd()).isEmpty();
            await().untilAsserted(() -> assertThat(gateway.metric(OPERATOR)).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "-1",
                "+1",
                "%20",
                "1y2p0ij32e8e7y",
                "99999999999999999999999999",
                "..",
                "%F0%9F%98%80",
                "a%00b"
            })
    void shouldNotKnowAnyOtherId(String id) {
        try (EventReader stream = gateway.subscribe("/events?topic=a")) {
            delete(id).isProblem(404, "No open stream has the id");
            publish("a", "open");
            assertThat(stream.nextData()).isEqualTo("open");
        }
    }

    @Test
    void shouldCompareIdsAsTheyAreWritten() {
        try (EventReader stream = gateway.subscribe("/events?topic=a")) {
            String id = id(stream);
            assertThat(id).containsPattern("[a-z]");
            for (String other : List.of(id.toUpperCase(Locale.ROOT), "0" + id, "+" + id, "+0" + id, id + "%20")) {
                delete(other).isProblem(404, "No open stream has the id");
            }
            publish("a", "open");
            assertThat(stream.nextData()).isEqualTo("open");
            assertThat(delete(id).status()).isEqualTo(204);
            stream.expectEnd();
        }
    }

    @Test
    void shouldCloseOnTheManagementListenerOnly() {
        try (EventReader stream = gateway.subscribe("/events?topic=a")) {
            String path = "/connections/" + connections("").get(0).get("id").stringValue();
            gateway.exchange(Requests.request("DELETE", path)).isProblem(404);
            Answer answer = gateway.manage(path).isProblem(405, "DELETE, OPTIONS");
            assertThat(answer.header("Allow")).isEqualTo("DELETE, OPTIONS");
            publish("a", "open");
            assertThat(stream.nextData()).isEqualTo("open");
        }
    }

    /** A client of topic {@code a} that reads nothing behind the response head, and cannot take much. */
    private RawClient stuck() {
        RawClient client = RawClient.connectSmall(gateway.address());
        client.get("/events?topic=a").head();
        return client;
    }

    private void fill() {
        for (int i = 0; i < LARGE_UPDATES; i++) {
            publish("a", "x".repeat(LARGE));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> StreamSupport.stream(connections("").spliterator(), false)
                        .anyMatch(entry -> entry.has("state")
                                && entry.get("state").stringValue().equals("lagging")));
    }

    private Position publish(String topic, String data) {
        Answer answer = gateway.exchange(Requests.publish(topic, data));
        return Position.parse(answer.json().get("positions").get(0).stringValue())
                .orElseThrow();
    }

    private Answer delete(String id) {
        try (RawClient client = RawClient.connect(gateway.managementAddress())) {
            return client.send(Requests.request("DELETE", "/connections/" + id)).answer();
        }
    }

    private JsonNode connections(String query) {
        return gateway.manage("/connections" + query).json().get("connections");
    }

    private List<String> ids(String query) {
        return StreamSupport.stream(connections(query).spliterator(), false)
                .map(entry -> entry.get("id").stringValue())
                .toList();
    }

    private String id(EventReader stream) {
        return named(stream, connections("")).get("id").stringValue();
    }

    /** The entry of a client's stream. */
    private static JsonNode named(EventReader stream, JsonNode list) {
        int port = stream.client().localAddress().getPort();
        return StreamSupport.stream(list.spliterator(), false)
                .filter(entry -> remotePort(entry) == port)
                .findAny()
                .orElseThrow();
    }

    private static int remotePort(JsonNode entry) {
        return Integer.parseInt(entry.get("remoteAddress").stringValue().replaceFirst(".*:", ""));
    }

    private static Position position(JsonNode entry) {
        return Position.parse(entry.get("cursor").stringValue()).orElseThrow();
    }
}
