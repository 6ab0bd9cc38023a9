package io.ssegateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.WebhookServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With {@code auth.webhook.fail-open}: what opens while the service is away, and what becomes of it when it is back.
 */
class WebhookAbsenceTest {
    private static final String NO = "{\"allow\":false}";

    @AutoClose
    private final WebhookServer service = new WebhookServer();

    @AutoClose
    private final RunningGateway gateway = RunningGateway.start(
            MercureTokens.KEY,
            MercureTokens.PUBLISHING,
            "auth.webhook.url=" + service.url(),
            "auth.webhook.cache=0s",
            "auth.webhook.breaker=50ms",
            "auth.webhook.fail-open=true");

    private double closed(String reason) {
        return gateway.metric("sse_connections_closed_total{reason=\"" + reason + "\"}");
    }

    private void publish(String data, boolean isPrivate) {
        String update = "{\"topics\":[\"a\"],\"data\":\"" + data + "\",\"private\":" + isPrivate + "}";
        assertThat(gateway.exchange(Requests.post("/publish", update)).status()).isEqualTo(200);
    }

    /** A client can have its question answered so by what it asks. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 429, 500, 503})
    void shouldNotOpenForAQuestionThatFails(int status) {
        service.serve(status, "");
        for (int i = 0; i < 10; i++) {
            gateway.exchange(Requests.get("/events?topic=odd" + i)).isProblem(503, "cannot be reached");
            gateway.exchange(Requests.publish("odd" + i, "x")).isProblem(503);
        }
        service.serve(200, NO);

        gateway.exchange(Requests.get("/events?topic=a")).isProblem(403);
    }

    @Test
    void shouldGivePublicUpdatesAloneWhileTheServiceIsAway() {
        service.stop();
        try (EventReader stream = gateway.open("/events?topic=a", MercureTokens.subscriber("*"))) {
            stream.next();
            publish("private", true);
            publish("public", false);

            assertThat(stream.nextData()).isEqualTo("public");
        }
    }

    @Test
    void shouldKeepAStreamThatMayHaveJustThis() throws IOException {
        service.stop();
        try (EventReader stream = gateway.subscribe("/events?topic=a")) {
            service.restart();
            await().until(() -> !service.questions().isEmpty());
            assertThat(service.questions().get(0)).contains("[\"a\"]");
            publish("still", false);

            assertThat(stream.nextData()).isEqualTo("still");
            // It is asked about once; the other question was about the update.
            assertThat(service.questions().stream().filter(question -> question.contains("subscribe")))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | " + NO + " | webhook-denied",
                "403 | '' | webhook-denied",
                "500 | '' | webhook-denied",
                "404 | '' | webhook-denied",
                "200 | {\"allow\":true,\"topics\":[\"b\"]} | webhook-reauthorize",
                "200 | {\"allow\":true,\"subscribe\":[\"a\"]} | webhook-reauthorize",
                "200 | {\"allow\":true,\"expiry\":32503680000} | webhook-reauthorize",
            })
    void shouldEndWhatTheServiceWouldHaveDeniedOrGivenOtherwise(int status, String body, String reason)
            throws IOException {
        service.serve(status, body);
        service.stop();
        try (EventReader stream = gateway.subscribe("/events?topic=a")) {
            service.restart();
            stream.expectEnd();
        }
        await().untilAsserted(() -> assertThat(closed(reason)).isEqualTo(1));
    }

    @Test
    void shouldHaveAStreamComeBackForWhatItsTokenGrants() throws IOException {
        service.stop();
        String token = MercureTokens.subscriber("*");
        try (EventReader stream = gateway.open("/events?topic=a", token)) {
            service.restart();
            stream.next();
            stream.expectEnd();
        }
        try (EventReader stream = gateway.open("/events?topic=a", token)) {
            stream.next();
            publish("private", true);
            assertThat(stream.nextData()).isEqualTo("private");
        }
    }

    @Test
    void shouldAskAboutAllOfThemAndForgetThoseThatLeft() throws IOException {
        service.serve(200, NO);
        service.stop();
        gateway.subscribe("/events?topic=gone").close();
        await().until(() -> gateway.streams() == 0);
        EventReader[] streams = new EventReader[100];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = gateway.subscribe("/events?topic=t" + i);
        }
        service.restart();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(closed("webhook-denied")).isEqualTo(100));
        assertThat(service.questions()).hasSize(100).noneMatch(question -> question.contains("gone"));
        for (EventReader stream : streams) {
            stream.close();
        }
    }
}
