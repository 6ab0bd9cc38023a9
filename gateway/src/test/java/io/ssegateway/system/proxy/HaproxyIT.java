package io.ssegateway.system.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.GatewayProcess;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Rounds;
import io.ssegateway.testing.SampleProxy;
import io.ssegateway.testing.SampleProxy.Kind;
import io.ssegateway.testing.SampleProxy.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two real gateways with a log in Redis behind a real HAProxy, with the configuration that operators are given. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HaproxyIT {
    private static final int CLIENTS = 20;
    private static final int UPDATES = Rounds.of(200, 500);
    private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Pattern IDS = Pattern.compile("\"ids\":\\[\"([^\"]+)\"]");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void shouldBringClientsToTheOtherNodeWhenOneIsKilled(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 2);
        try (RedisProcess redis = RedisProcess.start();
                GatewayProcess one = node(redis, "one");
                GatewayProcess other = node(redis, "other")) {
            try (SampleProxy haproxy = SampleProxy.start(Kind.HAPROXY, folder, address(one), address(other))) {
                URI front = URI.create(haproxy.url());
                await().until(() -> isServing(front));
                List<Future<List<String>>> records = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    records.add(threads.submit(new Client(front)));
                }
                ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
                Future<?> lasting = threads.submit(publisher(one, acknowledged));
                Future<?> cutShort = threads.submit(publisher(other, acknowledged));
                await().until(() -> acknowledged.size() > UPDATES / 2);

                other.kill();

                lasting.get(1, TimeUnit.MINUTES);
                cutShort.get(1, TimeUnit.MINUTES);
                acknowledged.add(publish(one, "the end"));
                List<String> log = new Client(one.url()).call();
                assertThat(log).containsAll(acknowledged).doesNotHaveDuplicates();
                for (Future<List<String>> record : records) {
                    assertThat(record.get(1, TimeUnit.MINUTES)).isEqualTo(log);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static GatewayProcess node(RedisProcess redis, String id) throws IOException {
        return GatewayProcess.start("log.type=redis", "log.redis.uri=" + redis.uri(), "node.id=" + id);
    }

    private static Node address(GatewayProcess node) {
        return new Node("127.0.0.1", node.url().getPort(), node.management().getPort());
    }

    private boolean isServing(URI front) throws InterruptedException {
        try {
            HttpResponse<Void> page = http.send(HttpRequest.newBuilder(front).build(), BodyHandlers.discarding());
            return page.statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Publishes until it has done its part, or its node is gone. */
    private Callable<Void> publisher(GatewayProcess node, ConcurrentLinkedQueue<String> acknowledged) {
        return () -> {
            try {
                for (int i = 0; i < UPDATES; i++) {
                    acknowledged.add(publish(node, "x"));
                }
            } catch (IOException killed) {
                // What was under way may be in the log or not.
            }
            return null;
        };
    }

    private String publish(GatewayProcess node, String data) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.url().resolve("/publish"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"topics\":[\"t\"],\"data\":\"" + data + "\"}"))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Matcher ids = IDS.matcher(answer.body());
        assertThat(ids.find()).isTrue();
        return ids.group(1);
    }

    /** Reads all there is up to the end, and comes back with its last id whenever it loses its stream. */
    private final class Client implements Callable<List<String>> {
        private final URI server;
        private final List<String> record = new ArrayList<>();
        private String lastEventId = "earliest";
        private boolean done;

        Client(URI server) {
            this.server = server;
        }

        @Override
        public List<String> call() throws InterruptedException {
            while (!done) {
                try {
                    visit();
                } catch (IOException lost) {
                    // Back again.
                }
                LockSupport.parkNanos(RECONNECT_NANOS);
            }
            return record;
        }

        private void visit() throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/events?topic=t"))
                    .header("Last-Event-ID", lastEventId)
                    .build();
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
                if (answer.statusCode() != 200) {
                    return;
                }
                String id = "";
                String data = "";
                for (String line = lines.readLine(); line != null && !done; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        data = line.substring(6);
                    } else if (line.startsWith("event: ")) {
                        record.add(line);
                    } else if (line.isEmpty()) {
                        took(id, data);
                        id = "";
                        data = "";
                    }
                }
            }
        }

        private void took(String id, String data) {
            if (!id.isEmpty()) {
                lastEventId = id;
                if (!data.isEmpty() && !data.startsWith("{\"type\":\"welcome\"")) {
                    record.add(id);
                }
            }
            done = data.equals("the end");
        }
    }
}
