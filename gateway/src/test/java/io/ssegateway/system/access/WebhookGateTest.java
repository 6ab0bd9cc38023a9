package io.ssegateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.WebServer;
import io.ssegateway.testing.WebhookServer;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The operator's service decides who gets a stream and whose updates are taken. */
class WebhookGateTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @AutoClose
    private final WebhookServer service = new WebhookServer();

    @AutoClose
    private RunningGateway gateway = gateway();

    private RunningGateway gateway(String... settings) {
        String[] all = Stream.concat(
                        Stream.of(
                                MercureTokens.KEY,
                                MercureTokens.PUBLISHING,
                                "auth.webhook.url=" + service.url(),
                                "auth.webhook.cache=0s",
                                "auth.webhook.headers=x-user"),
                        Arrays.stream(settings))
                .toArray(String[]::new);
        return RunningGateway.start(all);
    }

    @Test
    void shouldTellTheServiceWhoWantsWhat() {
        try (EventReader stream =
                gateway.open("/events?topic=a&topic=b/{c}", MercureTokens.bearer("{\"sub\":\"alice\"}"), "X-User: 7")) {
            assertThat(stream.head().status()).isEqualTo(200);
        }
        gateway.exchange(Requests.post("/publish", "{\"topics\":[\"a\",\"b\"],\"data\":\"x\",\"private\":true}"));

        JsonMapper json = JsonMapper.shared();
        assertThat(json.readTree(service.questions().get(0)))
                .isEqualTo(
                        json.readTree(
                                "{\"action\":\"subscribe\",\"topics\":[\"a\",\"b/{c}\"],\"address\":\"127.0.0.1\",\"headers\":{\"x-user\":\"7\"},\"subject\":\"alice\"}"));
        assertThat(json.readTree(service.questions().get(1)))
                .isEqualTo(
                        json.readTree(
                                "{\"action\":\"publish\",\"topics\":[\"a\",\"b\"],\"private\":true,\"address\":\"127.0.0.1\",\"headers\":{}}"));
    }

    @Test
    void shouldRefuseWhatTheServiceDoesNotAllow() {
        try (EventReader stream = gateway.subscribe("/events?topic=a")) {
            service.serve(200, "{\"allow\":false}");
            for (String path : new String[] {"/events?topic=a", "/.well-known/mercure?topic=a"}) {
                gateway.exchange(Requests.get(path)).isProblem(403, "does not allow");
            }
            gateway.exchange(Requests.publish("a", "refused")).isProblem(403);
            gateway.exchange(Requests.post("/broadcast", "{\"message\":1}")).isProblem(403);
            gateway.exchange(Requests.post("/.well-known/mercure", FORM, "topic=a&data=refused"))
                    .isProblem(403);
            service.serve(200, "{\"allow\":true}");
            gateway.exchange(Requests.publish("a", "taken"));

            assertThat(stream.nextData()).isEqualTo("taken");
        }
    }

    @Test
    void shouldPublishNothingOfARequestWithAnUpdateThatIsNotAllowed() {
        try (EventReader stream = gateway.subscribe("/events?topic=*")) {
            service.serve(exchange -> WebServer.answer(
                    exchange,
                    200,
                    service.questions().get(service.questions().size() - 1).contains("forbidden")
                            ? "{\"allow\":false}"
                            : "{\"allow\":true}"));
            gateway.exchange(Requests.post(
                            "/publish",
                            "[{\"topics\":[\"a\"],\"data\":\"1\"},{\"topics\":[\"forbidden\"],\"data\":\"2\"}]"))
                    .isProblem(403);
            gateway.exchange(Requests.publish("a", "next"));

            assertThat(stream.nextData()).isEqualTo("next");
        }
    }

    @Test
    void shouldGiveAStreamWhatTheServiceSays() {
        service.serve(
                200,
                "{\"allow\":true,\"topics\":[\"orders/7\"],\"subscribe\":[\"orders/7\"],\"expiry\":"
                        + (Instant.now().getEpochSecond() + 5) + "}");
        try (EventReader stream = gateway.subscribe("/events?topic=orders/8")) {
            service.serve(200, "{\"allow\":true}");
            gateway.exchange(Requests.publish("orders/8", "not for it"));
            gateway.exchange(
                    Requests.post("/publish", "{\"topics\":[\"orders/7\"],\"data\":\"private\",\"private\":true}"));

            assertThat(stream.nextData()).isEqualTo("private");
            assertThat(stream.next().event()).isEqualTo("token-expired");
            stream.expectEnd();
        }
        await().untilAsserted(() -> assertThat(gateway.metric("sse_connections_closed_total{reason=\"token-expired\"}"))
                .isEqualTo(1));
    }

    @Test
    void shouldFailClosedOrOpenAsItIsTold() {
        service.stop();
        gateway.exchange(Requests.get("/events?topic=a")).isProblem(503, "cannot be reached");
        assertThat(gateway.exchange(Requests.publish("a", "x")).header("Retry-After"))
                .isNotNull();

        try (RunningGateway open = gateway("auth.webhook.fail-open=true");
                EventReader stream = open.subscribe("/events?topic=a")) {
            open.exchange(Requests.publish("a", "x"));
            assertThat(stream.nextData()).isEqualTo("x");
        }
    }

    @Test
    void shouldGoOnAskingWhenTheServiceMindsAQuestion() {
        service.serve(404, "");
        for (int i = 0; i < 10; i++) {
            gateway.exchange(Requests.get("/events?topic=odd" + i)).isProblem(503);
        }
        service.serve(200, "{\"allow\":true}");

        gateway.subscribe("/events?topic=a").close();
    }

    @Test
    void shouldAskOnceAboutAllUpdatesOfARequest() {
        gateway.exchange(Requests.post(
                        "/publish",
                        "[{\"topics\":[\"a\",\"b\"],\"data\":\"1\"},{\"topics\":[\"b\",\"c\"],\"data\":\"2\"}]"))
                .json();

        assertThat(service.questions()).hasSize(1);
        assertThat(service.questions().get(0)).contains("[\"a\",\"b\",\"c\"]");
        String many = IntStream.range(0, 1_001)
                .mapToObj(i -> "{\"topics\":[\"t" + i + "\"],\"data\":\"\"}")
                .collect(Collectors.joining(",", "[", "]"));
        gateway.exchange(Requests.post("/publish", many)).isProblem(400, "1000 different topics");
    }

    @Test
    void shouldNotAskAboutThoseWhoseTokensDoNotCount() {
        gateway.exchange(Requests.get("/events?topic=a", "Authorization: Bearer x.y.z"))
                .isProblem(401);

        assertThat(service.questions()).isEmpty();
    }
}
