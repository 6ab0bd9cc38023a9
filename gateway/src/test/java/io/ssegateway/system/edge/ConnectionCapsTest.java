package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class ConnectionCapsTest {
    private static final String LISTED = "https://app.example.com";
    private static final String BROADCAST = Requests.post("/broadcast", "{\"message\":1}");

    private final String transport;

    ConnectionCapsTest(String transport) {
        this.transport = transport;
    }

    private RunningGateway start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("transport.type=" + transport);
        all.add("limits.retry-after=3s");
        return RunningGateway.start(all.toArray(String[]::new));
    }

    private static void isRefused(RawClient client, String key) {
        Answer answer = client.answer().isProblem(503, key).announcesClose();
        assertThat(Integer.parseInt(String.valueOf(answer.header("Retry-After"))))
                .isBetween(3, 6);
        assertThat(client.readToEnd()).isEmpty();
    }

    private static double rejected(RunningGateway gateway, String reason) {
        return gateway.metric("sse_connections_rejected_total{reason=\"" + reason + "\"}");
    }

    @Test
    void shouldRefuseConnectionsOverCap() {
        try (RunningGateway gateway = start("limits.max-connections=2", "limits.publisher-reserve=0");
                EventReader one = gateway.subscribe("/events");
                EventReader two = gateway.subscribe("/events")) {
            for (String request : List.of(Requests.get("/events"), BROADCAST, Requests.get("/nothing"), "\0garbage")) {
                try (RawClient client = gateway.connect()) {
                    isRefused(client.send(request), "limits.max-connections");
                }
            }
            assertThat(rejected(gateway, "max-connections")).isEqualTo(4);
            assertThat(gateway.gateway().openConnections()).isEqualTo(2);
            one.client().reset();
            await().until(() -> gateway.gateway().openConnections() == 1);
            gateway.exchange(BROADCAST);
            assertThat(two.nextJson().get("message").intValue()).isEqualTo(1);
            await().until(() -> gateway.gateway().openConnections() == 1);
            gateway.subscribe("/events").close();
        }
    }

    @Test
    void shouldTakePublishesButNoStreamsThroughReserve() {
        try (RunningGateway gateway = start("limits.max-connections=1", "limits.publisher-reserve=1");
                EventReader stream = gateway.subscribe("/events")) {
            try (RawClient publisher = gateway.connect()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(publisher
                                    .send(BROADCAST)
                                    .answer()
                                    .json()
                                    .get("sentTo")
                                    .intValue())
                            .isEqualTo(1);
                    assertThat(stream.nextJson().get("message").intValue()).isEqualTo(1);
                }
                try (RawClient beyond = gateway.connect()) {
                    isRefused(beyond.send(BROADCAST), "limits.max-connections");
                }
                isRefused(publisher.send(Requests.get("/events")), "limits.max-connections");
            }
            assertThat(rejected(gateway, "max-connections")).isEqualTo(2);
            // The reserve's place is free again as soon as its connection is closed.
            await().until(() -> {
                try (RawClient client = gateway.connect()) {
                    return client.send(BROADCAST).answer().status() == 200;
                }
            });
            assertThat(gateway.gateway().openConnections()).isEqualTo(1);
        }
    }

    @Test
    void shouldTellStreamsToComeBackIfSoConfigured() {
        for (int reserve : new int[] {0, 1}) {
            try (RunningGateway gateway = start(
                            "limits.max-connections=1",
                            "limits.overload=retry",
                            "limits.publisher-reserve=" + reserve);
                    EventReader stream = gateway.subscribe("/events")) {
                assertThat(stream.head().status()).isEqualTo(200);
                try (RawClient client = gateway.connect()) {
                    Answer answer = client.get("/events").answer().announcesClose();
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream; charset=utf-8");
                    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, no-transform");
                    assertThat(answer.body())
                            .as("one line, which browsers apply as soon as it ends")
                            .matches("retry: [0-9]+\n");
                    assertThat(Integer.parseInt(answer.body().replaceAll("\\D", "")))
                            .isBetween(3000, 6000);
                    assertThat(client.readToEnd()).isEmpty();
                }
                if (reserve == 0) {
                    try (RawClient client = gateway.connect()) {
                        isRefused(client.send(BROADCAST), "limits.max-connections");
                    }
                }
            }
        }
    }

    @Test
    void shouldCountEachAddressForItself() {
        try (RunningGateway gateway = start("limits.max-connections-per-address=1", "limits.publisher-reserve=0");
                EventReader one = gateway.subscribe("/events")) {
            try (RawClient client = gateway.connect()) {
                isRefused(client.get("/events"), "limits.max-connections-per-address");
            }
            try (RawClient other = RawClient.connectFrom("127.0.0.2", gateway.address())) {
                EventReader.of(other.get("/events")).next();
                try (RawClient again = RawClient.connectFrom("127.0.0.2", gateway.address())) {
                    isRefused(again.send(BROADCAST), "limits.max-connections-per-address");
                }
            }
            assertThat(rejected(gateway, "max-connections-per-address")).isEqualTo(2);
            one.client().reset();
            await().until(() -> gateway.gateway().openConnections() == 0);
            gateway.subscribe("/events").close();
        }
    }

    @Test
    void shouldRefuseConnectionsThatComeTooFast() {
        try (RunningGateway gateway = start("limits.accepts-per-second=2", "limits.publisher-reserve=0")) {
            int refused = 0;
            for (int i = 0; i < 50; i++) {
                try (RawClient client = gateway.connect()) {
                    Answer answer = client.get("/nothing").answer();
                    refused += answer.status() == 503 ? 1 : 0;
                }
            }
            assertThat(refused).isPositive();
            assertThat(rejected(gateway, "accept-rate")).isEqualTo(refused);
        }
    }

    @Test
    void shouldAnswerRefusedClientThatSendsMuch() {
        try (RunningGateway gateway = start("limits.max-connections=1", "limits.publisher-reserve=0");
                EventReader stream = gateway.subscribe("/events")) {
            String large = Requests.post("/publish", " ".repeat(500_000));
            for (int i = 0; i < 20; i++) {
                try (RawClient client = gateway.connect()) {
                    isRefused(client.send(large), "limits.max-connections");
                }
            }
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(gateway.gateway().openConnections()).isEqualTo(1);
        }
    }

    @Test
    void shouldSendAwayClientThatSaysNothing() {
        try (RunningGateway gateway = start("limits.max-connections=1", "limits.publisher-reserve=0");
                EventReader stream = gateway.subscribe("/events");
                RawClient silent = gateway.connect()) {
            assertThat(silent.readToEnd()).isEmpty();
            assertThat(stream.head().status()).isEqualTo(200);
        }
    }

    /** Fills a gateway with these settings and answers what it says to one more client that sends this. */
    private List<Answer> refusals(String origins, String... requests) {
        List<Answer> answers = new ArrayList<>();
        try (RunningGateway gateway = start(
                        "limits.max-connections=1", "limits.publisher-reserve=0", "cors.allowed-origins=" + origins);
                EventReader stream = gateway.subscribe("/events")) {
            assertThat(stream.head().status()).isEqualTo(200);
            for (String request : requests) {
                try (RawClient client = gateway.connect()) {
                    answers.add(client.send(request).answer().isProblem(503).announcesClose());
                    assertThat(client.readToEnd()).isEmpty();
                }
            }
        }
        return answers;
    }

    @Test
    void shouldLetPagesOfListedOriginsReadRefusal() {
        List<Answer> answers = refusals(
                LISTED + ",*",
                Requests.get("/events", "Origin: " + LISTED),
                Requests.get("/events", "origin:" + LISTED),
                Requests.get("/events", "A: b", "ORIGIN: \t" + LISTED + " \t", "C: d"),
                Requests.post("/broadcast", "application/json", "{\"message\":1}", "Origin: " + LISTED));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(answer.header("Vary")).isEqualToIgnoringCase("Origin");
        });
    }

    @Test
    void shouldLetPagesOfAnyOriginReadRefusalWithoutCredentials() {
        Answer answer = refusals("*", Requests.get("/events", "Origin: https://other.example.com"))
                .get(0);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
    }

    @Test
    void shouldNotLetOtherPagesReadRefusal() {
        List<Answer> answers = refusals(
                LISTED,
                Requests.get("/events"),
                Requests.get("/events", "Origin: https://evil.example.com"),
                Requests.get("/events", "Origin: " + LISTED + ".evil.example.com"),
                Requests.get("/events", "Origin: " + LISTED + " https://evil.example.com"),
                Requests.get("/events", "Origin: " + LISTED + "\u00e9"),
                Requests.get("/events", "Origin: null"),
                Requests.get("/events", "Origin:"),
                Requests.get("/events", "Origin:", LISTED + ": x"),
                Requests.get("/events", "X-Origin: " + LISTED),
                Requests.get("/Origin: " + LISTED));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
            assertThat(answer.header("Vary")).isEqualToIgnoringCase("Origin");
        });
    }

    @Test
    void shouldSendNoCorsHeadersInRefusalByDefault() {
        assertThat(refusals("", Requests.get("/events", "Origin: " + LISTED))
                        .get(0)
                        .headers()
                        .keySet())
                .noneMatch(name -> name.startsWith("access-control-") || name.equals("vary"));
    }

    @ParameterizedTest
    @ValueSource(strings = {LISTED, "*"})
    void shouldRepeatNothingOfHostileOriginInRefusal(String allowed) {
        String[] requests = Stream.of("\r", "\n", "\r\n", "\r\n\r\n", "\0", "\u000b", "\u0085", "%0d%0a", "\t", " ")
                .map(end -> Requests.get("/events", "Origin: " + LISTED + end + "X-Injected: 1"))
                .toArray(String[]::new);
        assertThat(refusals(allowed, requests)).allSatisfy(answer -> {
            assertThat(answer.headers().keySet())
                    .isSubsetOf(
                            "content-type",
                            "cache-control",
                            "retry-after",
                            "vary",
                            "access-control-allow-origin",
                            "access-control-allow-credentials",
                            "access-control-expose-headers",
                            "connection",
                            "date",
                            "content-length");
            assertThat(answer.headers().getOrDefault("access-control-allow-origin", List.of()))
                    .isSubsetOf(LISTED, "*");
            assertThat(answer.toString()).doesNotContainIgnoringCase("injected");
        });
    }

    @Test
    void shouldRefuseWhoseOriginComesInTwoPieces() {
        try (RunningGateway gateway = start(
                        "limits.max-connections=1", "limits.publisher-reserve=0", "cors.allowed-origins=" + LISTED);
                EventReader stream = gateway.subscribe("/events")) {
            String request = Requests.get("/events", "Origin: " + LISTED + ".evil.example.com");
            for (String cut : List.of("Ori", "Origin:", "https://", LISTED)) {
                int at = request.indexOf(cut) + cut.length();
                try (RawClient client = gateway.connect()) {
                    // The answer to the first piece is there before the second one is sent.
                    Answer answer = client.send(request.substring(0, at)).answer();
                    answer.isProblem(503, "limits.max-connections").announcesClose();
                    assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
                    assertThat(client.send(request.substring(at)).readToEnd()).isEmpty();
                }
            }
            assertThat(gateway.gateway().openConnections()).isEqualTo(1);
            assertThat(stream.head().status()).isEqualTo(200);
        }
    }
}
