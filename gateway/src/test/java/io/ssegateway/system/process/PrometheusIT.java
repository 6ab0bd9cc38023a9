package io.ssegateway.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.FreePort;
import io.ssegateway.testing.GatewayProcess;
import io.ssegateway.testing.Promtool;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus, with the configuration that operators are given, scrapes a real gateway. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PrometheusIT {
    private static final Path CONFIG = Path.of("..", "config");
    private static final String DEFAULT_TARGET = "127.0.0.1:8081";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void shouldBeScrapedByPrometheus(@TempDir Path folder) throws Exception {
        // Without greetings, so that what was delivered is what was broadcast.
        try (GatewayProcess gateway = GatewayProcess.start("stream.welcome=false")) {
            URI api = URI.create("http://127.0.0.1:" + FreePort.find());
            Process prometheus = startPrometheus(folder, gateway.management(), api);
            List<InputStream> streams = new ArrayList<>();
            try {
                awaitValue(api, prometheus, "up{job=\"sse-gateway\"}", 1);
                awaitValue(api, prometheus, "sse_events_delivered_total", 0);

                for (int i = 0; i < 3; i++) {
                    streams.add(openStream(gateway));
                }
                assertThat(broadcast(gateway).path("sentTo").asInt()).isEqualTo(3);

                awaitValue(api, prometheus, "sse_events_delivered_total", 3);
                awaitValue(api, prometheus, "sum(sse_connections)", 3);
            } finally {
                prometheus.destroyForcibly().waitFor();
                for (InputStream stream : streams) {
                    stream.close();
                }
            }
        }
    }

    @Test
    void shouldPassPrometheusOwnLint() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start();
                InputStream stream = openStream(gateway)) {
            broadcast(gateway);
            HttpResponse<byte[]> scrape = client.send(
                    HttpRequest.newBuilder(gateway.management().resolve("/metrics"))
                            .build(),
                    BodyHandlers.ofByteArray());

            assertThat(new String(scrape.body(), StandardCharsets.UTF_8)).contains("sse_events_delivered_total");
            assertThat(Promtool.shouldAccept(scrape.body(), "check", "metrics")).isEmpty();
            assertThat(stream.read()).as("the stream is open").isNotNegative();
        }
    }

    /** The operators' files as they are, but for the target: port 8081 may be taken here. */
    private static Process startPrometheus(Path folder, URI management, URI api) throws IOException {
        String config = Files.readString(CONFIG.resolve("prometheus.yml"));
        assertThat(config).containsOnlyOnce(DEFAULT_TARGET);
        Path file = Files.writeString(
                folder.resolve("prometheus.yml"), config.replace(DEFAULT_TARGET, management.getAuthority()));
        Files.copy(CONFIG.resolve("prometheus-alerts.yml"), folder.resolve("prometheus-alerts.yml"));
        ProcessBuilder builder = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + api.getAuthority())
                .redirectErrorStream(true)
                .redirectOutput(
                        Path.of("target", "failsafe-reports", "prometheus.log").toFile());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError("Prometheus is missing: apt-get install prometheus", e);
        }
    }

    private InputStream openStream(GatewayProcess gateway) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.url().resolve("/events")).build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode broadcast(GatewayProcess gateway) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/broadcast"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"Hello\"}"))
                .build();
        return JsonMapper.shared()
                .readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private void awaitValue(URI api, Process prometheus, String query, double expected) {
        URI question = api.resolve("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        await(query)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    assertThat(prometheus.isAlive())
                            .as("Prometheus runs, or target/failsafe-reports/prometheus.log says why not")
                            .isTrue();
                    HttpResponse<String> answer =
                            client.send(HttpRequest.newBuilder(question).build(), BodyHandlers.ofString());
                    assertThat(answer.statusCode())
                            .as("503 while Prometheus starts: %s", answer.body())
                            .isEqualTo(200);
                    assertThat(JsonMapper.shared()
                                    .readTree(answer.body())
                                    .at("/data/result/0/value/1")
                                    .asString("none"))
                            .isEqualTo(Long.toString((long) expected));
                });
    }
}
