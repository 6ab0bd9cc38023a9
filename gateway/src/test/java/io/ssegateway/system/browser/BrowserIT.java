package io.ssegateway.system.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.FreePort;
import io.ssegateway.testing.GatewayProcess;
import io.ssegateway.testing.WebServer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page at {@code GET /} and the gateway behind it, through a real browser's own EventSource. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrowserIT {
    private static final String EVENTS = "[data-stream='/events']";

    private static final Browser BROWSER = Browser.shared();

    @Test
    void shouldWelcomeAndBroadcast() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start()) {
            BROWSER.open(gateway.url());
            BROWSER.see(EVENTS + "[data-state=open]");
            BROWSER.seeText(EVENTS + " .data", "\"type\":\"welcome\"");

            broadcast("Grüße <b onclick=x>an 'alle'</b> & \"jeden\"");

            BROWSER.seeText("#broadcast output", "Sent to 1 stream, id ");
            BROWSER.seeText(EVENTS + " .data", "Grüße <b onclick=x>an 'alle'</b> & \\\"jeden\\\"");
            String id = BROWSER.text("#broadcast output").replaceFirst(".* id ", "");
            assertThat(BROWSER.text(EVENTS + " .last-id")).isEqualTo(id);
            assertThat(BROWSER.text(EVENTS + " .count")).isEqualTo("2");
            assertThat(BROWSER.console()).isEmpty();
        }
    }

    @Test
    void shouldReconnectAfterAnOrderlyStop() throws Exception {
        shouldReconnectAfter(GatewayProcess::stop);
    }

    @Test
    void shouldReconnectAfterAKill() throws Exception {
        shouldReconnectAfter(GatewayProcess::kill);
    }

    private static void shouldReconnectAfter(End end) throws Exception {
        String port = "server.port=" + FreePort.find();
        try (GatewayProcess gateway = GatewayProcess.start(port)) {
            BROWSER.open(gateway.url());
            BROWSER.see(EVENTS + "[data-state=open]");
            broadcast("before");
            BROWSER.seeText(EVENTS + " .data", "before");

            end.of(gateway);
            BROWSER.see(EVENTS + "[data-state=reconnecting]");
            broadcast("to nobody");
            BROWSER.seeText("#broadcast output", "The gateway cannot be reached.");
        }
        try (GatewayProcess again = GatewayProcess.start(port)) {
            BROWSER.see(EVENTS + "[data-state=open]");
            broadcast("after");
            BROWSER.seeText("#broadcast output", "Sent to 1 stream, id ");
            BROWSER.seeText(EVENTS + " .data", "after");
            assertThat(again.url().getPort()).hasToString(port.replace("server.port=", ""));
            assertThat(BROWSER.console()).allMatch(message -> message.contains("net::ERR_"));
        }
    }

    @Test
    void shouldPublishToATopicAndShowFaults() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start()) {
            String stream = "[data-stream='/events?topic=sports&topic=a%26b%20%C3%BC']";
            BROWSER.open(gateway.url());
            BROWSER.type("#open-topics [name=topics]", "sports, a&b ü");
            BROWSER.type("#open-topics [name=types]", "goal");
            BROWSER.click("#open-topics button");
            BROWSER.see(stream + "[data-state=open]");

            BROWSER.type("#publish [name=topics]", "a&b ü");
            BROWSER.type("#publish [name=event]", "goal");
            BROWSER.type("#publish [name=data]", "2:1");
            BROWSER.click("#publish button.primary");

            BROWSER.seeText("#publish output.good", "Published, id ");
            BROWSER.seeText(stream + " .data", "2:1");
            BROWSER.seeText(stream + " .type", "goal");
            assertThat(BROWSER.text(EVENTS + " .count"))
                    .as("events of other topics")
                    .isEqualTo("1");
            assertThat(BROWSER.console()).isEmpty();

            BROWSER.type("#publish [name=topics]", ",");
            BROWSER.click("#publish button.primary");
            BROWSER.seeText("#publish output.bad", "400: The field \"topics\" must be an array of 1 to 100 strings.");
        }
    }

    @Test
    void shouldLeaveAConnectionForPublishing() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start()) {
            BROWSER.open(gateway.url());
            for (String path : new String[] {"/timer", "/clock", "/sse/system-status", "/sse/user-activity"}) {
                BROWSER.click("[data-open='" + path + "']");
                BROWSER.seeText("[data-stream='" + path + "'][data-state=open] .data", "\"type\":");
            }
            BROWSER.seeText("[data-stream='/sse/system-status'] .cpu-now", "%");
            BROWSER.click("[data-open='/timer']");
            BROWSER.seeText("#open-answer", "5 streams are open.");

            broadcast("still possible");
            BROWSER.seeText(EVENTS + " .data", "still possible");
            assertThat(BROWSER.console()).isEmpty();
        }
    }

    @Test
    void shouldCloseAnOrdersStreamWhenItIsDelivered() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start("demo.order-step-min=10ms", "demo.order-step-max=20ms")) {
            BROWSER.open(gateway.url());
            BROWSER.click("#open-order button");

            BROWSER.see("[data-stream='/order-progress/A-1001'][data-state=closed]");
            BROWSER.seeText("[data-stream='/order-progress/A-1001'] .data", "\"progress\":100");
            assertThat(BROWSER.text("[data-stream='/order-progress/A-1001'] .count"))
                    .isEqualTo("5");
            assertThat(BROWSER.console()).isEmpty();
        }
    }

    @Test
    void shouldSayThatDemoStreamsAreSwitchedOff() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start("demo.enabled=false")) {
            BROWSER.open(gateway.url());
            BROWSER.click("[data-open='/timer']");

            BROWSER.see("[data-stream='/timer'][data-state=closed]");
            BROWSER.seeText("[data-stream='/timer'] .notice", "demo.enabled is false");
            assertThat(BROWSER.console()).isNotEmpty().allMatch(message -> message.contains("status of 404"));
        }
    }

    @Test
    void shouldServePagesOfListedOriginsAlone() throws Exception {
        try (WebServer other = WebServer.start();
                GatewayProcess gateway = GatewayProcess.start("cors.allowed-origins=" + other.uri(""))) {
            other.servePage(pageThatListensTo(gateway.url()));

            BROWSER.open(other.uri("/"));
            BROWSER.seeText("#state", "welcome");

            // The same server under another name is another origin.
            BROWSER.open(URI.create("http://localhost:" + other.port() + "/"));
            BROWSER.seeText("#state", "closed");
            assertThat(BROWSER.console()).anyMatch(message -> message.contains("blocked by CORS policy"));
        }
    }

    private static String pageThatListensTo(URI gateway) {
        return """
                <!doctype html><link rel="icon" href="data:,"><p id="state"></p>
                <script>
                const show = text => document.getElementById("state").textContent = text;
                const source = new EventSource("%s/events", {withCredentials: true});
                source.onmessage = event => show(JSON.parse(event.data).type);
                source.onerror = () => show(source.readyState === EventSource.CLOSED ? "closed" : "reconnecting");
                </script>
                """.formatted(gateway);
    }

    private static void broadcast(String message) {
        BROWSER.type("#broadcast [name=message]", message);
        BROWSER.click("#broadcast button.primary");
    }

    @FunctionalInterface
    private interface End {
        void of(GatewayProcess gateway) throws IOException, InterruptedException;
    }
}
