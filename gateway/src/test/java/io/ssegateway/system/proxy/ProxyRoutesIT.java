package io.ssegateway.system.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http.HttpMethod;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Relay;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.SampleProxy;
import io.ssegateway.testing.SampleProxy.Kind;
import io.ssegateway.testing.SampleProxy.Node;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the sample proxies let through from outside: nothing that publishes, whatever routes the gateway has. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProxyRoutesIT {
    private static final List<String> READING = List.of("GET", "HEAD", "OPTIONS");
    private static final List<String> READING_BY_FORM = List.of("POST", "QUERY");
    /** Also what is no method, but is near to one. */
    private static final List<String> OTHERS = List.of(
            "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "FOO", "post", "Post", "POST,GET", "GETX", "get");

    private static final List<String> BEHIND = List.of(
            "", "/", "?", "?a=b", "?/events", "#x", "#/events", ";x", "%00", "%20", "/.", "/../events", "//", "%2f");
    private static final List<String> BEFORE = List.of(
            "/",
            "/.",
            "/x/..",
            "/events",
            "/events/..",
            "/events/%2e%2e",
            "/events%2f..",
            "/events\\..",
            "/events?",
            "/events;",
            "/events#",
            "/events%23",
            "/events%3f",
            "http://gateway",
            "http://gateway/events/..",
            "HTTP://localhost",
            "http://localhost/events#",
            "x://y",
            "?a=://x");

    private static final Pattern REQUEST_LINE = Pattern.compile("(?m)^(\\S+) (\\S+) HTTP/1\\.[01]\r\n");

    @TempDir
    Path folder;

    private RunningGateway gateway;
    private Relay relay;

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start("mercure.subscriptions=true");
        relay = Relay.to(gateway.address());
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        gateway.close();
    }

    private SampleProxy proxy(Kind kind) throws Exception {
        Node node = Node.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), relay.port()), gateway.managementAddress());
        return SampleProxy.start(kind, folder, node);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetNobodyPublishFromOutside(Kind kind) throws Exception {
        Map<String, Set<HttpMethod>> routes = gateway.gateway().routes().methods();
        assertThat(routes).containsKeys("/publish", "/broadcast", "/.well-known/mercure", "/events");
        try (SampleProxy proxy = proxy(kind)) {
            for (String route : routes.keySet()) {
                String path = path(route);
                for (String target : targets(path)) {
                    READING_BY_FORM.forEach(method -> send(proxy, publishing(method, target)));
                }
                for (String method : OTHERS) {
                    send(proxy, publishing(method, path));
                }
            }
            List<List<String>> passed = requestsThatPassed();
            assertThat(passed)
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.get(0)).isIn(READING_BY_FORM))
                    .allSatisfy(request -> assertThat(request.get(1)).matches("(http://[^/]+)?/events(\\?.*)?"));
            READING_BY_FORM.forEach(method -> awaitPassing(proxy, method));
            assertThat(gateway.metric("sse_events_published_total")).isZero();
        }
    }

    /** A proxy may take a connection that the gateway is about to close, and repeats no such request. */
    private void awaitPassing(SampleProxy proxy, String method) {
        await().until(() -> {
            send(proxy, publishing(method, "/events"));
            return requestsThatPassed().contains(List.of(method, "/events"));
        });
    }

    /** Else the test above proves nothing. */
    @Test
    void shouldHaveSentWhatTheGatewayItselfTakes() {
        gateway.gateway().routes().methods().forEach((route, methods) -> {
            if (methods.contains(HttpMethod.POST) && !route.equals("/events")) {
                double before = gateway.metric("sse_events_published_total");
                gateway.exchange(publishing("POST", route).replace("Host: events.example.com", "Host: localhost"));
                assertThat(gateway.metric("sse_events_published_total"))
                        .as(route)
                        .isGreaterThan(before);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetReadersPassEverywhere(Kind kind) throws Exception {
        try (SampleProxy proxy = proxy(kind)) {
            List<List<String>> sent = new ArrayList<>();
            for (String route : gateway.gateway().routes().methods().keySet()) {
                for (String method : READING) {
                    send(proxy, Requests.request(method, path(route)));
                    sent.add(List.of(method, path(route)));
                }
            }
            assertThat(requestsThatPassed()).containsAll(sent);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetAsManyTopicsPassAsTheGatewayTakes(Kind kind) throws Exception {
        String topics = "topic=" + String.join("&topic=", Collections.nCopies(100, "x".repeat(150)));
        try (SampleProxy proxy = proxy(kind);
                RawClient client = RawClient.connect(proxy.address())) {
            assertThat(client.get("/events?" + topics).head().status()).isEqualTo(200);
        }
    }

    /** Also a gateway on loopback, which answers for no other host. */
    @ParameterizedTest
    @EnumSource
    void shouldReachTheGatewayWhateverTheHostIsCalledOutside(Kind kind) throws Exception {
        try (SampleProxy proxy = proxy(kind)) {
            Answer page = proxy.exchange("GET / HTTP/1.1\r\nHost: events.example.com\r\nX-Forwarded-For: 192.0.2.1\r\n"
                    + "X-Forwarded-Host: forged.example\r\nX-Forwarded-Proto: gopher\r\nConnection: close\r\n\r\n");

            assertThat(page.status()).isEqualTo(200);
            String sent = relay.sent().toLowerCase(Locale.ROOT);
            assertThat(sent.lines())
                    .contains("host: localhost", "x-forwarded-for: 127.0.0.1", "x-forwarded-proto: http")
                    .contains("x-forwarded-host: events.example.com");
            assertThat(sent).doesNotContain("192.0.2.1", "forged", "gopher");
        }
    }

    private List<List<String>> requestsThatPassed() {
        Matcher lines = REQUEST_LINE.matcher(relay.sent());
        List<List<String>> requests = new ArrayList<>();
        while (lines.find()) {
            requests.add(List.of(lines.group(1), lines.group(2)));
        }
        return requests;
    }

    private static String path(String route) {
        return route.replaceAll("\\{[^}]+}", "x");
    }

    /** Ways to write a path, or to make one path look like another. */
    private static List<String> targets(String path) {
        String encoded = path.length() > 1 ? "/%%%02x".formatted((int) path.charAt(1)) + path.substring(2) : path;
        List<String> targets = new ArrayList<>(List.of(encoded, path.toUpperCase(Locale.ROOT), path.substring(1), "*"));
        BEHIND.forEach(behind -> targets.add(path + behind));
        BEFORE.forEach(before -> targets.add(before + path));
        return targets;
    }

    /** One of all routes that publish takes it. */
    private static String publishing(String method, String target) {
        boolean form = target.contains("mercure");
        String body = form
                ? "topic=t&data=x"
                : target.contains("broadcast") ? "{\"message\":\"x\"}" : "{\"topics\":[\"t\"],\"data\":\"x\"}";
        body += '\n'; // Else the next request's line would not be the beginning of one.
        return method + " " + target + " HTTP/1.1\r\nHost: events.example.com\r\nConnection: close\r\nContent-Type: "
                + (form ? "application/x-www-form-urlencoded" : "application/json") + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    /** Waits for the beginning of the answer, or for the end of the connection. */
    private static void send(SampleProxy proxy, String request) {
        try (RawClient client = RawClient.connect(proxy.address())) {
            client.send(request).some();
        }
    }
}
