package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class StreamsTest {
    private final String transport;

    @AutoClose
    private final RunningGateway gateway;

    StreamsTest(String transport) {
        this.transport = transport;
        gateway = RunningGateway.start(
                "transport.type=" + transport, "demo.order-step-min=1ms", "demo.order-step-max=5ms");
    }

    private Answer publish(String json) {
        Answer answer = gateway.exchange(Requests.post("/publish", json));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    @Test
    void shouldSendExactlyThisHead() {
        try (RawClient client = gateway.connect()) {
            Answer head = client.get("/events").head();
            assertThat(head.headers())
                    .isEqualTo(Map.of(
                            "content-type", List.of("text/event-stream; charset=utf-8"),
                            "cache-control", List.of("no-cache, no-transform"),
                            "x-accel-buffering", List.of("no"),
                            "connection", List.of("close"),
                            "transfer-encoding", List.of("chunked"),
                            "date", List.of(String.valueOf(head.header("Date")))));
        }
    }

    /** In one block, with the id: many clients make an empty event of a block without data, or forget its id. */
    @Test
    void shouldBeginWithTheTimeToReconnectTheIdAndTheWelcome() {
        Set<String> times = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            try (RawClient client = gateway.connect()) {
                client.get("/events").head();
                String block = new String(client.chunk(), StandardCharsets.US_ASCII);
                assertThat(block).matches("retry: [0-9]+\nid: [0-9]+-[0-9]+\ndata: \\{\"type\":\"welcome\",[^\n]+\n\n");
                String time = block.substring("retry: ".length(), block.indexOf('\n'));
                assertThat(Integer.parseInt(time)).isBetween(2_400, 3_600);
                times.add(time);
            }
        }
        assertThat(times).as("each its own").hasSize(4);
    }

    @Test
    void shouldBeginWithAPositionIfThereIsNoWelcomeAndTellNoTimeIfThereIsNone() {
        try (RunningGateway quiet =
                        RunningGateway.start("transport.type=" + transport, "stream.welcome=false", "stream.retry=0s");
                RawClient client = quiet.connect()) {
            client.get("/events").head();
            assertThat(new String(client.chunk(), StandardCharsets.US_ASCII))
                    .matches("event: position\nid: [0-9]+-[0-9]+\ndata: \\{}\n\n");
        }
    }

    @Test
    void shouldStreamToHttp10ClientWithoutChunks() {
        try (RawClient client = gateway.connect()) {
            client.send("GET /order-progress/7 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            Answer head = client.head();
            assertThat(head.header("Connection")).isEqualTo("close");
            assertThat(head.headers()).doesNotContainKeys("transfer-encoding", "content-length");
            String[] blocks = client.readToEnd().split("\n\n", -1);
            assertThat(blocks).hasSize(6);
            assertThat(blocks[5]).isEmpty();
            assertThat(blocks[0]).startsWith("data: {").contains("\"progress\":0");
            assertThat(blocks[4]).startsWith("data: {").contains("\"progress\":100");
        }
    }

    @Test
    void shouldGreetWithConnectionId() {
        try (EventReader stream = gateway.open("/events")) {
            ServerSentEvent event = stream.next();
            assertThat(event.event()).isNull();
            assertThat(String.valueOf(event.data())).startsWith("{\"type\":\"welcome\",\"connectionId\":\"");
        }
    }

    @Test
    void shouldNotGreetIfToldSo() {
        try (RunningGateway quiet = RunningGateway.start("transport.type=" + transport, "stream.welcome=false");
                EventReader stream = quiet.open("/events")) {
            assertThat(quiet.exchange(Requests.post("/broadcast", "{\"message\":1}"))
                            .json()
                            .get("sentTo")
                            .intValue())
                    .isEqualTo(1);
            assertThat(stream.nextJson().get("type").stringValue()).isEqualTo("broadcast");
        }
    }

    @Test
    void shouldBroadcastToStreamsWithoutTopic() {
        try (EventReader one = gateway.subscribe("/events");
                EventReader two = gateway.subscribe("/events?topic=broadcast");
                EventReader other = gateway.subscribe("/events?topic=other")) {
            Instant before = Instant.now();
            Answer answer = gateway.exchange(Requests.post("/broadcast", "{\"message\":{\"a\":[1,\"\u00fc\"]}}"));
            JsonNode receipt = answer.json();
            assertThat(receipt.propertyNames()).containsExactly("success", "sentTo", "id");
            assertThat(receipt.get("success").booleanValue()).isTrue();
            assertThat(receipt.get("sentTo").intValue()).isEqualTo(2);
            for (EventReader stream : List.of(one, two)) {
                ServerSentEvent event = stream.next();
                assertThat(event.event()).isNull();
                assertThat(event.id()).isEqualTo(receipt.get("id").stringValue());
                JsonNode data = new JsonMapper().readTree(event.data());
                assertThat(data.propertyNames()).containsExactly("type", "message", "timestamp");
                assertThat(data.get("type").stringValue()).isEqualTo("broadcast");
                assertThat(data.get("message").toString()).isEqualTo("{\"a\":[1,\"\u00fc\"]}");
                assertThat(Instant.parse(data.get("timestamp").stringValue())).isAfterOrEqualTo(before.minusSeconds(1));
            }
            publish("{\"topics\":[\"other\"],\"data\":\"only this\"}");
            assertThat(other.nextData()).isEqualTo("only this");
        }
    }

    @Test
    void shouldDeliverExactTopicsOnly() {
        try (EventReader stream =
                gateway.subscribe("/events?topic=a&topic=a/b&topic=%C3%A4&topic=x;y&topic=p+q&topic=a")) {
            for (String miss : List.of("A", "a/", "a/b/c", "b", "broadcast", "x", "p%2Bq", "*")) {
                publish("{\"topics\":[\"" + miss + "\"],\"data\":\"miss " + miss + "\"}");
            }
            publish("{\"topics\":[\"a\",\"a/b\",\"\u00e4\"],\"data\":\"once\"}");
            assertThat(stream.nextData()).isEqualTo("once");
            for (String hit : List.of("a/b", "\u00e4", "x;y", "p q", "a")) {
                publish("{\"topics\":[\"" + hit + "\"],\"data\":\"hit " + hit + "\"}");
                assertThat(stream.nextData()).isEqualTo("hit " + hit);
            }
        }
    }

    @Test
    void shouldCarryEveryFieldAndAnyText() {
        String text = "\u00e4\u20ac\ud83d\ude00 :colon\n\nid: forged\r\nevent: forged\rretry: 1\ufeff end ";
        try (EventReader stream = gateway.subscribe("/events?topic=t")) {
            String json = new JsonMapper()
                    .writeValueAsString(Map.of(
                            "topics", List.of("t"), "data", text, "event", "\u00fcpdate", "id", "id-1", "retry", 1234));
            assertThat(publish(json).body()).matches("\\{\"ids\":\\[\"id-1\"],\"positions\":\\[\"[0-9]+-[0-9]+\"]}");
            ServerSentEvent event = stream.next();
            assertThat(event.data()).isEqualTo(text.replace("\r\n", "\n").replace('\r', '\n'));
            assertThat(event.event()).isEqualTo("\u00fcpdate");
            assertThat(event.id()).isEqualTo("id-1");
            publish("{\"topics\":[\"t\"],\"data\":\"\"}");
            assertThat(stream.nextData()).isEmpty();
            publish("{\"topics\":[\"t\"],\"data\":{\"a\":null}}");
            assertThat(stream.nextData()).isEqualTo("{\"a\":null}");
        }
    }

    @Test
    void shouldDeliverBatchesInOrder() {
        StringBuilder lines = new StringBuilder();
        StringBuilder array = new StringBuilder("[");
        for (int i = 0; i < 500; i++) {
            lines.append("{\"topics\":[\"t\"],\"data\":\"l").append(i).append("\"}\r\n");
            array.append(i == 0 ? "" : ",")
                    .append("{\"topics\":[\"t\"],\"data\":\"a")
                    .append(i)
                    .append("\"}");
        }
        try (EventReader stream = gateway.subscribe("/events?topic=t")) {
            Answer answer = gateway.exchange(Requests.post("/publish", "application/x-ndjson", lines.toString()));
            assertThat(answer.json().get("ids").size()).isEqualTo(500);
            publish(array.append("]").toString());
            for (int i = 0; i < 500; i++) {
                assertThat(stream.nextData()).isEqualTo("l" + i);
            }
            for (int i = 0; i < 500; i++) {
                assertThat(stream.nextData()).isEqualTo("a" + i);
            }
        }
    }

    @Test
    void shouldCarryLargeEvents() {
        String text = "0123456789\u00e9".repeat(60_000);
        try (EventReader stream = gateway.subscribe("/events?topic=t")) {
            gateway.exchange(Requests.publish("t", text));
            assertThat(stream.nextData()).hasSize(text.length()).isEqualTo(text);
        }
    }

    @Test
    void shouldServeDemoStreamsOnTheirPaths() {
        Map<String, String> types = Map.of(
                "/timer",
                "timer",
                "/clock",
                "clock",
                "/sse/user-activity",
                "user-activity",
                "/order-progress/a%2Fb+c%20d",
                "order-progress");
        types.forEach((path, type) -> {
            try (EventReader stream = gateway.open(path)) {
                assertThat(stream.nextJson().get("type").stringValue()).isEqualTo(type);
            }
        });
        try (EventReader stream = gateway.open("/sse/system-status")) {
            assertThat(stream.next().event()).isEqualTo("status");
        }
    }

    @Test
    void shouldEndOrderWithItsLastStep() {
        try (EventReader stream = gateway.open("/order-progress/a%2Fb+c%20d?x=y")) {
            for (int progress : new int[] {0, 20, 40, 70, 100}) {
                JsonNode step = stream.nextJson();
                assertThat(step.get("orderId").stringValue()).isEqualTo("a/b+c d");
                assertThat(step.get("progress").intValue()).isEqualTo(progress);
            }
            stream.expectEnd();
        }
        await().until(() -> gateway.metric("sse_connections_closed_total{reason=\"ended\"}") == 1);
    }

    @Test
    void shouldHideWhatIsSwitchedOff() {
        try (RunningGateway bare = RunningGateway.start("demo.enabled=false", "server.demo-page=false")) {
            for (String path :
                    List.of("/", "/timer", "/clock", "/order-progress/1", "/sse/system-status", "/sse/user-activity")) {
                bare.exchange(Requests.get(path)).isProblem(404);
            }
            bare.open("/events").close();
        }
        assertThat(gateway.exchange(Requests.get("/")).header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void shouldCloseStreamWhoseClientHasFinished() {
        try (EventReader stream = gateway.subscribe("/events")) {
            stream.client().finish();
            stream.client().awaitClosed();
        }
        await().until(() -> gateway.gateway().openConnections() == 0);
        assertThat(gateway.metric("sse_connections_closed_total{reason=\"client\"}"))
                .isEqualTo(1);
    }

    @Test
    void shouldSurviveClientsThatResetWhileEventsAreSent() {
        String batch = Requests.post(
                "/publish",
                "application/x-ndjson",
                ("{\"topics\":[\"t\"],\"data\":\"" + "x".repeat(1000) + "\"}\n").repeat(100));
        try (RawClient publisher = gateway.connect();
                EventReader witness = gateway.subscribe("/events?topic=t")) {
            for (int round = 0; round < 20; round++) {
                List<EventReader> victims = List.of(
                        gateway.subscribe("/events?topic=t"),
                        gateway.subscribe("/events?topic=t"),
                        gateway.subscribe("/events?topic=t"));
                publisher.send(batch);
                victims.forEach(victim -> victim.client().reset());
                assertThat(publisher.answer().status()).isEqualTo(200);
                // Read in each round: the kernel and the gateway together hold less than all rounds send.
                for (int i = 0; i < 100; i++) {
                    assertThat(witness.nextData()).hasSize(1000);
                }
            }
            await().until(() -> gateway.streams() == 1);
            assertThat(gateway.metric("sse_connections_closed_total{reason=\"client\"}"))
                    .isEqualTo(60);
        }
    }

    @Test
    void shouldCutOffReaderThatDoesNotRead() {
        try (RunningGateway tight = RunningGateway.start(
                        "transport.type=" + transport,
                        "slow-consumer.max-lag-bytes=500KiB",
                        "limits.max-body-bytes=500KiB",
                        "heartbeat.interval=300ms");
                RawClient slow = RawClient.connectSmall(tight.address());
                RawClient publisher = tight.connect();
                EventReader witness = tight.subscribe("/events?topic=t")) {
            slow.get("/events?topic=t").head();
            byte[] data = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
            String large = Requests.publish("t", new String(data, StandardCharsets.US_ASCII));
            // More than kernels keep for a connection.
            for (int i = 0; i < 100; i++) {
                assertThat(publisher.send(large).answer().status()).isEqualTo(200);
                assertThat(witness.nextData()).hasSize(data.length);
            }
            await().until(() -> tight.streams() == 1);
            assertThat(tight.metric("sse_connections_closed_total{reason=\"slow-consumer\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldNotCutOffSlowReaderByOneLargeEvent() {
        try (RunningGateway tight = RunningGateway.start(
                        "transport.type=" + transport,
                        "stream.max-pending-bytes=64KiB",
                        "limits.max-body-bytes=16MiB",
                        "slow-consumer.max-lag-bytes=16MiB",
                        "stream.welcome=false");
                RawClient slow = RawClient.connectSmall(tight.address())) {
            slow.get("/events?topic=t").head();
            assertThat(new String(slow.chunk(), StandardCharsets.US_ASCII)).startsWith("event: position\nretry: ");
            // More than kernels keep for a connection, so that much of it has to wait in the gateway.
            int lines = 8 * 1024;
            String line = "x".repeat(1024);
            tight.exchange(Requests.publish("t", (line + "\\n").repeat(lines) + "end"));
            assertThat(tight.streams()).isEqualTo(1);

            String event = new String(slow.chunk(), StandardCharsets.US_ASCII);
            assertThat(event.lines().filter(("data: " + line)::equals)).hasSize(lines);
            assertThat(event).endsWith("\ndata: end\n\n");
            tight.exchange(Requests.publish("t", "next"));
            assertThat(new String(slow.chunk(), StandardCharsets.US_ASCII)).endsWith("\ndata: next\n\n");
            assertThat(tight.streams()).isEqualTo(1);
        }
    }
}
