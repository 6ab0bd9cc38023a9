package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadOptionsCorsTest {
    private static final String LISTED = "https://app.example.com";
    private static final String OTHER = "https://evil.example.com";

    @AutoClose
    private static final RunningGateway gateway =
            RunningGateway.start("cors.allowed-origins=" + LISTED, "limits.max-body-bytes=100");

    @AutoClose
    private static final RunningGateway open = RunningGateway.start("cors.allowed-origins=*," + LISTED);

    private static Answer head(RunningGateway of, String method, String path, String... headers) {
        try (RawClient client = of.connect()) {
            return client.send(Requests.request(method, path, headers)).head();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/events",
                "/timer",
                "/clock",
                "/order-progress/1",
                "/sse/system-status",
                "/sse/user-activity"
            })
    void shouldAnswerHeadAsGetWithoutBody(String path) {
        double opened = gateway.metric("sse_connections_opened_total");
        try (RawClient client = gateway.connect()) {
            Answer head = client.send(Requests.request("HEAD", path, "Origin: " + LISTED))
                    .head();
            // If a body had been sent, the next answer would not begin here.
            assertThat(client.post("/broadcast", "{\"message\":1}").answer().status())
                    .isEqualTo(200);
            assertThat(head.status()).isEqualTo(200);
            assertThat(gateway.metric("sse_connections_opened_total")).isEqualTo(opened);

            Map<String, List<String>> get = new LinkedHashMap<>(
                    client.get(path, "Origin: " + LISTED).head().headers());
            get.remove("transfer-encoding");
            get.remove("connection");
            get.put("date", head.headers().get("date")); // A second may have begun in between.
            assertThat(head.headers()).containsExactlyInAnyOrderEntriesOf(get);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/connections", "/metrics"})
    void shouldAnswerHeadOfManagementRoutes(String path) {
        try (RawClient client = RawClient.connect(gateway.managementAddress())) {
            Answer head = client.send(Requests.request("HEAD", path)).head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isNotEqualTo("0");
            assertThat(client.get("/health/live").answer().body()).isEqualTo("{\"status\":\"up\"}");
        }
    }

    @Test
    void shouldAnswerFaultyHeadWithoutBody() {
        try (RawClient client = gateway.connect()) {
            client.send(Requests.request("HEAD", "/nothing")
                    + Requests.request("HEAD", "/events?topic=")
                    + Requests.request("HEAD", "/events", "Accept: text/html"));
            assertThat(client.head().status()).isEqualTo(404);
            assertThat(client.head().status()).isEqualTo(400);
            assertThat(client.head().status()).isEqualTo(406);
            assertThat(client.post("/broadcast", "{\"message\":1}").answer().status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/events, 'GET, HEAD, POST, QUERY, OPTIONS'",
        "/publish, 'POST, OPTIONS'",
        "/order-progress/7, 'GET, HEAD, OPTIONS'"
    })
    void shouldSayWhatIsAllowed(String path, String allow) {
        Answer answer = gateway.exchange(Requests.request("OPTIONS", path));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.header("Content-Length")).isNull();
        assertThat(answer.header("Access-Control-Allow-Methods")).isNull();
        gateway.exchange(Requests.request("OPTIONS", "/nothing")).isProblem(404);
    }

    @Test
    void shouldAnswerPreflightOfListedOrigin() {
        Answer answer = gateway.exchange(Requests.request(
                "OPTIONS",
                "/publish",
                "Origin: " + LISTED,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type"));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(answer.header("Access-Control-Allow-Headers"))
                .isEqualTo("accept, authorization, baggage, cache-control, content-type, last-event-id, traceparent,"
                        + " tracestate, x-csrf-token, x-requested-with");
        assertThat(answer.header("Vary")).isEqualToIgnoringCase("Origin");
    }

    @Test
    void shouldAllowTheHeadersThatAreConfigured() {
        String[] headers = {"Origin: " + LISTED, "Access-Control-Request-Method: QUERY"};
        try (RunningGateway own =
                RunningGateway.start("cors.allowed-origins=" + LISTED, "cors.allowed-headers=X-Tenant,authorization")) {
            Answer answer = head(own, "OPTIONS", "/events", headers);
            assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("X-Tenant, authorization");
            assertThat(answer.header("Access-Control-Allow-Methods")).contains("QUERY", "POST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OTHER,
                "null",
                "*",
                "https://app.example.com.evil.org",
                "http://app.example.com",
                "https://app.example.com:8443",
                "HTTPS://APP.EXAMPLE.COM"
            })
    void shouldNotLetOtherOriginsIn(String origin) {
        String[] headers = {"Origin: " + origin, "Access-Control-Request-Method: POST"};
        for (String method : List.of("OPTIONS", "GET")) {
            Answer answer = head(gateway, method, "/events", headers);
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
            assertThat(answer.header("Vary")).isEqualToIgnoringCase("Origin");
        }
    }

    @Test
    void shouldLetAnyOriginInWithoutCredentials() {
        Answer any = head(open, "GET", "/events", "Origin: " + OTHER);
        assertThat(any.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(any.header("Access-Control-Allow-Credentials")).isNull();
        Answer listed = head(open, "GET", "/events", "Origin: " + LISTED);
        assertThat(listed.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
        assertThat(listed.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(listed.header("Vary")).isEqualToIgnoringCase("Origin");
    }

    @Test
    void shouldLetPagesReadEveryAnswer() {
        String origin = "Origin: " + LISTED;
        List<String> requests = new ArrayList<>(List.of(
                Requests.get("/events", origin),
                Requests.get("/timer", origin),
                Requests.get("/nothing", origin),
                Requests.get("/events", origin, "Accept: text/html"),
                Requests.request("DELETE", "/events", origin),
                Requests.post("/broadcast", "application/json", "{\"message\":1}", origin),
                Requests.post("/publish", "application/json", "{", origin),
                Requests.post("/publish", "text/plain", "{}", origin),
                Requests.post("/publish", "application/json", " ".repeat(101), origin)));
        for (String request : requests) {
            try (RawClient client = gateway.connect()) {
                Answer answer = client.send(request).head();
                assertThat(answer.header("Access-Control-Allow-Origin"))
                        .as(request)
                        .isEqualTo(LISTED);
                assertThat(answer.header("Vary")).as(request).isEqualToIgnoringCase("Origin");
            }
        }
    }

    @Test
    void shouldSendNoCorsHeadersByDefault() {
        try (RunningGateway closed = RunningGateway.start()) {
            Answer answer = head(closed, "GET", "/events", "Origin: " + LISTED);
            assertThat(answer.headers()).doesNotContainKeys("vary", "access-control-allow-origin");
        }
    }
}
