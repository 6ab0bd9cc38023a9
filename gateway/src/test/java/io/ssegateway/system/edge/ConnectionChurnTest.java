package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.WarningLog;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However connections come and go, no permit and no stream is left behind. */
class ConnectionChurnTest {
    private static final int THREADS = 4;
    private static final int CONNECTIONS_PER_THREAD = 500;

    @ParameterizedTest
    @CsvSource({"epoll, 1", "epoll, 2", "nio, 3"})
    void shouldLeaveNothingBehind(String transport, long seed) throws Exception {
        try (WarningLog log = WarningLog.expectNone();
                RunningGateway gateway = RunningGateway.start(
                        "transport.type=" + transport,
                        "limits.max-connections=24",
                        "limits.max-connections-per-address=20",
                        "limits.publisher-reserve=4",
                        "limits.request-timeout=500ms",
                        "limits.keep-alive-timeout=500ms")) {
            assertThat(log).isNotNull();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<?>> results = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Random random = new Random(seed * THREADS + i);
                    results.add(threads.submit(() -> churn(gateway, random)));
                }
                for (Future<?> result : results) {
                    result.get();
                }
            } finally {
                threads.shutdownNow();
            }
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(gateway.gateway().openConnections()).isZero();
                assertThat(gateway.streams()).isZero();
            });
            assertThat(gateway.metric("sse_connections{transport=\"http1\"}")).isZero();
            reserveIsFree(gateway);
        }
    }

    /** Fills the cap and then the reserve: all of its four places must still be there. */
    private static void reserveIsFree(RunningGateway gateway) {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                RawClient client = gateway.connect();
                clients.add(client);
                assertThat(client.get("/events").head().status()).isEqualTo(200);
            }
            for (int i = 0; i < 4; i++) {
                RawClient client = gateway.connect();
                clients.add(client);
                assertThat(client.send(Requests.publish("t", "x")).answer().status())
                        .isEqualTo(200);
            }
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    private static void churn(RunningGateway gateway, Random random) {
        Queue<RawClient> open = new ArrayDeque<>();
        for (int i = 0; i < CONNECTIONS_PER_THREAD; i++) {
            RawClient client = random.nextBoolean()
                    ? gateway.connect()
                    : RawClient.connectFrom("127.0.0." + (2 + random.nextInt(3)), gateway.address());
            open.add(client);
            try {
                begin(client, random);
            } catch (UncheckedIOException e) {
                // Refused and closed before it could say anything.
            }
            while (open.size() > random.nextInt(12)) {
                end(open.remove(), random);
            }
        }
        open.forEach(RawClient::reset);
    }

    private static void begin(RawClient client, Random random) {
        String publish = Requests.publish("t", "x".repeat(random.nextInt(20_000)));
        String request = switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> publish.substring(0, random.nextInt(publish.length()));
            case 2 -> Requests.get("/events?topic=t");
            case 3 -> Requests.get("/order-progress/1") + publish;
            case 4 -> Requests.get("/timer");
            case 5 -> publish + publish + Requests.get("/events?topic=t&topic=broadcast");
            case 6 -> "\u0016\u0003\u0001\0garbage";
            default -> publish;
        };
        client.send(request);
        if (random.nextInt(4) == 0 && !request.isEmpty() && request.startsWith("GET")) {
            client.head();
        }
    }

    private static void end(RawClient client, Random random) {
        try {
            switch (random.nextInt(4)) {
                case 0 -> client.reset();
                case 1 -> {
                    client.finish();
                    client.awaitClosed();
                    client.close();
                }
                default -> client.close();
            }
        } catch (UncheckedIOException e) {
            client.close();
        }
    }
}
