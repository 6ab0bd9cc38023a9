package io.ssegateway.system.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.FreePort;
import io.ssegateway.testing.MercureHub;
import io.ssegateway.testing.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application's page in a real browser subscribes at a hub of another origin, another port of the same host, with
 * the cookie that the application has set.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrowserCookieIT {
    private static final String TOPIC = "https://example.com/books/1";
    private static final String NO_COOKIE = "";

    /** Lists each event as {@code type:data}. */
    private static final String PAGE = """
            <!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><p id="state">new</p><p id="events"></p>
            <script>
            const source = new EventSource("%s", {withCredentials: %s});
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

    private String origin() {
        return application.uri("").toString();
    }

    private MercureHub startHub(String... settings) throws IOException {
        return MercureHub.start(Stream.concat(
                        Stream.of("cors.allowed-origins=" + origin(), "heartbeat.interval=0s"), Stream.of(settings))
                .toArray(String[]::new));
    }

    /** Opens the application's page, which sets the cookie and subscribes. */
    private void open(MercureHub hub, String token, boolean withCredentials) {
        String html = PAGE.formatted(MercureHub.subscription(hub.url(), TOPIC), withCredentials);
        // The browser keeps its cookies from test to test.
        String age = token.isEmpty() ? "; Max-Age=0" : "";
        application.serve("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders()
                    .set(
                            "Set-Cookie",
                            "mercureAuthorization=" + token + "; Path=/.well-known/mercure; HttpOnly; SameSite=Strict"
                                    + age);
            WebServer.answer(exchange, 200, html);
        });
        BROWSER.open(application.uri("/"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, message:secret;message:public;",
        "true, false, message:public;",
        "false, true, message:public;",
    })
    void shouldGetPrivateUpdatesOnlyWithTheCookie(boolean cookie, boolean withCredentials, String expected)
            throws Exception {
        try (MercureHub hub = startHub()) {
            open(hub, cookie ? MercureHub.subscriberToken(TOPIC) : NO_COOKIE, withCredentials);
            BROWSER.seeText("#state", "open");

            hub.publishPrivately(TOPIC, "secret");
            hub.publish(TOPIC, "public");

            BROWSER.seeText("#events", "message:public;");
            assertThat(BROWSER.text("#events")).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotBeReadFromAnOriginThatIsNotListed(boolean cookie) throws Exception {
        try (MercureHub hub = MercureHub.start("cors.allowed-origins=https://app.example.com")) {
            open(hub, cookie ? MercureHub.subscriberToken(TOPIC) : NO_COOKIE, true);

            BROWSER.seeText("#state", "closed");
            hub.awaitStreams(0);
            assertThat(BROWSER.text("#events")).isEmpty();
        }
    }

    @Test
    void shouldGetWhatItMissedWhileTheHubRestarted() throws Exception {
        String port = "server.port=" + FreePort.find();
        String[] settings = {port, "log.type=sqlite", "log.sqlite.file=" + folder.resolve("log.db"), "drain.timeout=0s"
        };
        try (MercureHub before = startHub(settings)) {
            open(before, MercureHub.subscriberToken(TOPIC), true);
            BROWSER.seeText("#state", "open");
            before.publishPrivately(TOPIC, "seen");
            BROWSER.seeText("#events", "message:seen;");
            before.publishPrivately("https://example.com/books/2", "not for it");

            before.gateway().stop();
        }
        BROWSER.seeText("#state", "away");
        try (MercureHub after = startHub(settings)) {
            after.publishPrivately(TOPIC, "missed");
            BROWSER.seeText("#events", "message:missed;");
            after.publishPrivately(TOPIC, "live");

            BROWSER.seeText("#events", "message:live;");
            assertThat(BROWSER.text("#events")).isEqualTo("message:seen;message:missed;message:live;");
        }
    }
}
