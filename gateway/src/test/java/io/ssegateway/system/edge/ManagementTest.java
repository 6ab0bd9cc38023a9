package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ManagementTest {
    @AutoClose
    private final RunningGateway gateway = RunningGateway.start();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/health/live | {\"status\":\"up\"}",
                "/health/ready | {\"status\":\"up\",\"log\":\"available\"}",
                "/health/log | {\"status\":\"up\"}"
            })
    void shouldBeHealthy(String path, String body) {
        Answer answer = gateway.manage(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void shouldNotServePublicRoutes() {
        for (String path : List.of("/events", "/", "/timer", "/health", "/publish")) {
            gateway.manage(path).isProblem(404, "/health/live");
        }
    }

    @Test
    void shouldListConnections() {
        assertThat(gateway.manage("/connections").body()).isEqualTo("{\"total\":0,\"connections\":[]}");
        Instant before = Instant.now().minusMillis(1);
        try (EventReader stream = gateway.open("/events?topic=b&topic=a&topic=b");
                EventReader demo = gateway.open("/order-progress/1")) {
            String id = stream.nextJson().get("connectionId").stringValue();
            demo.next();
            gateway.exchange(Requests.publish("a", "x"));
            stream.next();
            // A write is counted when it has been made, and then the client may have the event already.
            await().until(() -> gateway.manage("/connections").body().contains("\"events\":2"));
            JsonNode list = gateway.manage("/connections").json();
            assertThat(list.get("total").intValue()).isEqualTo(2);
            List<JsonNode> entries = new ArrayList<>();
            list.get("connections").forEach(entries::add);
            assertThat(entries).hasSize(2);
            JsonNode entry = entries.stream()
                    .filter(e -> e.get("id").stringValue().equals(id))
                    .findAny()
                    .orElseThrow();
            assertThat(entry.get("remoteAddress").stringValue())
                    .isEqualTo("127.0.0.1:" + stream.client().localAddress().getPort());
            assertThat(entry.get("route").stringValue()).isEqualTo("/events");
            assertThat(entry.get("topics").toString()).isEqualTo("[\"b\",\"a\"]");
            assertThat(entry.get("events").intValue()).isEqualTo(2);
            assertThat(entry.get("bytes").intValue()).isGreaterThan(100);
            Instant since = Instant.parse(entry.get("since").stringValue());
            Instant lastWrite = Instant.parse(entry.get("lastWrite").stringValue());
            assertThat(since).isBetween(before, Instant.now());
            assertThat(lastWrite).isBetween(before, Instant.now());
            JsonNode other = entries.get(entries.indexOf(entry) == 0 ? 1 : 0);
            assertThat(other.get("route").stringValue()).isEqualTo("/order-progress/{orderId}");
            assertThat(other.get("topics").isEmpty()).isTrue();
        }
    }

    @Test
    void shouldLimitList() {
        try (EventReader one = gateway.subscribe("/events");
                EventReader two = gateway.subscribe("/events")) {
            assertThat(List.of(one.head(), two.head())).hasSize(2);
            for (int limit = 0; limit < 4; limit++) {
                JsonNode list = gateway.manage("/connections?limit=" + limit).json();
                assertThat(list.get("total").intValue()).isEqualTo(2);
                assertThat(list.get("connections").size()).isEqualTo(Math.min(2, limit));
            }
        }
        for (String limit : List.of("-1", "x", "", "1.5", "99999999999")) {
            gateway.manage("/connections?limit=" + limit).isProblem(400, "limit");
        }
    }

    @Test
    void shouldExposeMetricsAsAskedFor() {
        Answer text = gateway.manage("/metrics");
        assertThat(text.header("Content-Type")).startsWith("text/plain");
        assertThat(text.body()).contains("sse_connections{", "jvm_").doesNotContain("# EOF");
        Answer open = gateway.manage("/metrics", "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(open.header("Content-Type")).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
        gateway.exchange(Requests.get("/metrics")).isProblem(404);
    }
}
