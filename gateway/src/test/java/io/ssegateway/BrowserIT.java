package io.ssegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page at {@code GET /} and the gateway behind it, through a real browser's own EventSource. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrowserIT {
    private static final String EVENTS = "[data-stream='/events']";

    @TempDir
    static Path folder;

    static Browser browser;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start(folder);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void shouldWelcomeAndBroadcast() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start()) {
            browser.open(gateway.url());
            browser.see(EVENTS + "[data-state=open]");
            browser.seeText(EVENTS + " .data", "\"type\":\"welcome\"");

            broadcast("Grüße <b onclick=x>an 'alle'</b> & \"jeden\"");

            browser.seeText("#broadcast output", "Sent to 1 stream, id ");
            browser.seeText(EVENTS + " .data", "Grüße <b onclick=x>an 'alle'</b> & \\\"jeden\\\"");
            String id = browser.text("#broadcast output").replaceFirst(".* id ", "");
            assertThat(browser.text(EVENTS + " .last-id")).isEqualTo(id);
            assertThat(browser.text(EVENTS + " .count")).isEqualTo("2");
            assertThat(browser.console()).isEmpty();
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
            browser.open(gateway.url());
            browser.see(EVENTS + "[data-state=open]");
            broadcast("before");
            browser.seeText(EVENTS + " .data", "before");

            end.of(gateway);
            browser.see(EVENTS + "[data-state=reconnecting]");
            broadcast("to nobody");
            browser.seeText("#broadcast output", "The gateway cannot be reached.");
        }
        try (GatewayProcess again = GatewayProcess.start(port)) {
            browser.see(EVENTS + "[data-state=open]");
            broadcast("after");
            browser.seeText("#broadcast output", "Sent to 1 stream, id ");
            browser.seeText(EVENTS + " .data", "after");
            assertThat(again.url().getPort()).hasToString(port.replace("server.port=", ""));
            assertThat(browser.console()).allMatch(message -> message.contains("net::ERR_"));
        }
    }

    @Test
    void shouldPublishToATopicAndShowFaults() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start()) {
            String stream = "[data-stream='/events?topic=sports&topic=a%26b%20%C3%BC']";
            browser.open(gateway.url());
            browser.type("#open-topics [name=topics]", "sports, a&b ü");
            browser.type("#open-topics [name=types]", "goal");
            browser.click("#open-topics button");
            browser.see(stream + "[data-state=open]");

            browser.type("#publish [name=topics]", "a&b ü");
            browser.type("#publish [name=event]", "goal");
            browser.type("#publish [name=data]", "2:1");
            browser.click("#publish button.primary");

            browser.seeText("#publish output.good", "Published, id ");
            browser.seeText(stream + " .data", "2:1");
            browser.seeText(stream + " .type", "goal");
            assertThat(browser.text(EVENTS + " .count"))
                    .as("events of other topics")
                    .isEqualTo("1");
            assertThat(browser.console()).isEmpty();

            browser.type("#publish [name=topics]", ",");
            browser.click("#publish button.primary");
            browser.seeText("#publish output.bad", "400: The field \"topics\" is an array of 1 to 100 strings.");
        }
    }

    @Test
    void shouldLeaveAConnectionForPublishing() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start()) {
            browser.open(gateway.url());
            for (String path : new String[] {"/timer", "/clock", "/sse/system-status", "/sse/user-activity"}) {
                browser.click("[data-open='" + path + "']");
                browser.seeText("[data-stream='" + path + "'][data-state=open] .data", "\"type\":");
            }
            browser.seeText("[data-stream='/sse/system-status'] .cpu-now", "%");
            browser.click("[data-open='/timer']");
            browser.seeText("#open-answer", "5 streams are open.");

            broadcast("still possible");
            browser.seeText(EVENTS + " .data", "still possible");
            assertThat(browser.console()).isEmpty();
        }
    }

    @Test
    void shouldCloseAnOrdersStreamWhenItIsDelivered() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start("demo.order-step-min=10ms", "demo.order-step-max=20ms")) {
            browser.open(gateway.url());
            browser.click("#open-order button");

            browser.see("[data-stream='/order-progress/A-1001'][data-state=closed]");
            browser.seeText("[data-stream='/order-progress/A-1001'] .data", "\"progress\":100");
            assertThat(browser.text("[data-stream='/order-progress/A-1001'] .count"))
                    .isEqualTo("5");
            assertThat(browser.console()).isEmpty();
        }
    }

    @Test
    void shouldSayThatDemoStreamsAreSwitchedOff() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start("demo.enabled=false")) {
            browser.open(gateway.url());
            browser.click("[data-open='/timer']");

            browser.see("[data-stream='/timer'][data-state=closed]");
            browser.seeText("[data-stream='/timer'] .notice", "demo.enabled is false");
            assertThat(browser.console()).isNotEmpty().allMatch(message -> message.contains("status of 404"));
        }
    }

    @Test
    void shouldServePagesOfListedOriginsAlone() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = other.getAddress().getPort();
        try (GatewayProcess gateway = GatewayProcess.start("cors.allowed-origins=http://127.0.0.1:" + port)) {
            serve(other, pageThatListensTo(gateway.url()));

            browser.open(URI.create("http://127.0.0.1:" + port + "/"));
            browser.seeText("#state", "welcome");

            // The same server under another name is another origin.
            browser.open(URI.create("http://localhost:" + port + "/"));
            browser.seeText("#state", "closed");
            assertThat(browser.console()).anyMatch(message -> message.contains("blocked by CORS policy"));
        } finally {
            other.stop(0);
        }
    }

    private static void serve(HttpServer server, String page) {
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = page.getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
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
        browser.type("#broadcast [name=message]", message);
        browser.click("#broadcast button.primary");
    }

    @FunctionalInterface
    private interface End {
        void of(GatewayProcess gateway) throws IOException, InterruptedException;
    }
}
