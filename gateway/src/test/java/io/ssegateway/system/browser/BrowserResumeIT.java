package io.ssegateway.system.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.Relay;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real browser's EventSource whose connection is cut: it comes back by itself, and has missed nothing. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrowserResumeIT {

    /** Lists each event as {@code type:data}. */
    private static final String PAGE = """
            <!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><p id="state">new</p><p id="events"></p>
            <script>
            const source = new EventSource("%s");
            const state = text => document.getElementById("state").textContent = text;
            const show = event => document.getElementById("events").textContent += event.type + ":" + event.data + ";";
            source.onopen = () => state("open");
            source.onerror = () => state(source.readyState === EventSource.CLOSED ? "closed" : "away");
            source.onmessage = show;
            source.addEventListener("gap", show);
            </script>
            """;

    private static final Browser BROWSER = Browser.shared();

    @TempDir
    static Path folder;

    @AutoClose
    private final WebServer application = WebServer.start();

    private RunningGateway start(String... settings) {
        String origins = "cors.allowed-origins=" + application.uri("");
        return RunningGateway.start(Stream.concat(Stream.of(origins, "stream.welcome=false"), Stream.of(settings))
                .toArray(String[]::new));
    }

    /** Opens a page with a stream, and waits until the gateway has it. */
    private void open(Relay relay, RunningGateway gateway, String topic) {
        open(relay, topic);
        BROWSER.seeText("#state", "open");
        await().until(() -> gateway.streams() == 1);
    }

    private void open(Relay relay, String topic) {
        application.servePage(PAGE.formatted(relay.url() + "/events?topic=" + topic));
        BROWSER.open(application.uri("/"));
    }

    private static void cut(Relay relay, RunningGateway gateway) throws IOException {
        relay.cut();
        BROWSER.seeText("#state", "away");
        await().until(() -> gateway.streams() == 0);
    }

    private static void publish(RunningGateway gateway, String json) {
        Answer answer = gateway.exchange(Requests.post("/publish", json));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void publish(RunningGateway gateway, String topic, String data) {
        assertThat(gateway.exchange(Requests.publish(topic, data)).status()).isEqualTo(200);
    }

    @Test
    void shouldGetWhatItMissedAlthoughItHadNoEventYet() throws Exception {
        try (RunningGateway gateway = start("heartbeat.interval=0s");
                Relay relay = Relay.to(gateway.address())) {
            publish(gateway, "quiet", "from before it came");
            open(relay, gateway, "quiet");

            cut(relay, gateway);
            publish(gateway, "quiet", "missed 1");
            publish(gateway, "other", "not wanted");
            publish(gateway, "quiet", "missed 2");
            relay.mend();
            BROWSER.seeText("#events", "missed 2");
            publish(gateway, "quiet", "live");

            BROWSER.seeText("#events", "live");
            assertThat(BROWSER.text("#events")).isEqualTo("message:missed 1;message:missed 2;message:live;");
        }
    }

    @Test
    void shouldResumeWhenTheGatewayItselfEndsTheStreamAgainAndAgain() throws Exception {
        try (RunningGateway gateway = start("heartbeat.interval=0s", "stream.max-age=100ms");
                Relay relay = Relay.to(gateway.address())) {
            open(relay, "t");
            StringBuilder expected = new StringBuilder();
            for (int round = 1; round <= 3; round++) {
                int times = round;
                await().until(() -> gateway.metric("sse_connections_opened_total") >= times);
                // Whether it is there or away this moment makes no difference.
                publish(gateway, "t", "update " + round);
                expected.append("message:update ").append(round).append(';');
            }
            BROWSER.seeText("#events", "update 3");
            assertThat(BROWSER.text("#events")).isEqualTo(expected.toString());
        }
    }

    /** The ids of publishers come back from the browser as the bytes that it got. */
    @ParameterizedTest
    @ValueSource(strings = {"\u00e9/\u00fc[\\\"a\\\"]", "a b, c;d=%41+\\\\", "\u00e0", "\ud83d\ude00"})
    void shouldResumeByThePublishersId(String id) throws Exception {
        try (RunningGateway gateway = start("heartbeat.interval=0s");
                Relay relay = Relay.to(gateway.address())) {
            publish(gateway, "t", "from before it came");
            open(relay, gateway, "t");
            publish(gateway, "{\"topics\":[\"t\"],\"data\":\"seen\",\"id\":\"" + id + "\"}");
            BROWSER.seeText("#events", "seen");

            cut(relay, gateway);
            publish(gateway, "t", "missed");
            relay.mend();

            BROWSER.seeText("#events", "missed");
            assertThat(BROWSER.text("#events")).isEqualTo("message:seen;message:missed;");
        }
    }

    /** The log forgets where the stream began while the stream's own topic is quiet. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "always", "never"})
    void shouldBeMovedPastWhatTheLogForgets(String sendPosition) throws Exception {
        try (RunningGateway gateway = start(
                        "log.max-events=10", "heartbeat.interval=100ms", "heartbeat.send-position=" + sendPosition);
                Relay relay = Relay.to(gateway.address())) {
            open(relay, gateway, "quiet");
            for (int i = 0; i < 20; i++) {
                publish(gateway, "busy", "x");
            }
            double before = gateway.metric("sse_heartbeats_total");
            // With the last of them on their way, the browser has had the first ones.
            await().until(() -> gateway.metric("sse_heartbeats_total") > before + 5);

            cut(relay, gateway);
            publish(gateway, "quiet", "missed");
            relay.mend();

            BROWSER.seeText("#events", "message:missed;");
            if (!sendPosition.equals("never")) {
                assertThat(BROWSER.text("#events")).isEqualTo("message:missed;");
            } else {
                assertThat(BROWSER.text("#events")).startsWith("gap:{\"reason\":\"expired\",");
            }
        }
    }

    @Test
    void shouldBeToldOnceThatTheLogHasForgotten() throws Exception {
        try (RunningGateway gateway = start("log.max-events=2", "heartbeat.interval=0s");
                Relay relay = Relay.to(gateway.address())) {
            open(relay, gateway, "t");
            cut(relay, gateway);
            List.of("1", "2", "3").forEach(data -> publish(gateway, "t", data));
            relay.mend();
            BROWSER.seeText("#events", "message:3;");
            cut(relay, gateway);
            relay.mend();
            BROWSER.seeText("#state", "open");
            publish(gateway, "t", "4");

            BROWSER.seeText("#events", "message:4;");
            assertThat(BROWSER.text("#events"))
                    .startsWith("gap:{\"reason\":\"expired\",")
                    .endsWith("};message:2;message:3;message:4;")
                    .containsOnlyOnce("gap:");
        }
    }
}
