package io.ssegateway.system.sharedlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.Rounds;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.WanderingClient;
import io.ssegateway.topic.Topic;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Several gateways with one log, publishers on all of them, and clients that leave at any byte and come back to any
 * gateway: what a client has got in all is what the log has for it from where it began, in the log's order, nothing
 * twice and nothing missing.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class HopPropertyIT {
    private static final int STACK_BYTES = 256 * 1024;
    private static final List<Topic> TOPICS = IntStream.range(0, 12)
            .mapToObj(i -> new Topic(i < 6 ? "t" + i : "/orders/" + i))
            .toList();

    private record Published(List<Topic> topics, String id) {}

    private static List<Arguments> loads() {
        return List.of(
                Arguments.of(2, 10, Rounds.of(500, 1000), 0, 50),
                Arguments.of(5, 10, Rounds.of(500, 1000), 0, 50),
                Arguments.of(5, Rounds.of(300, 1000), Rounds.of(1500, 5000), 100, 400));
    }

    /**
     * Few clients that hop as fast as they can while there is always something to read, and many, at whose pace
     * publishers rest.
     *
     * @param hops visits of all clients together, at least
     * @param restMillis between two publishes of one publisher
     * @param heartbeatMillis the longest interval of heartbeats, so that clients which have nothing to read hop as well
     */
    @ParameterizedTest
    @MethodSource("loads")
    void shouldGiveEachClientWhatTheLogHasForIt(int nodes, int count, int hops, int restMillis, int heartbeatMillis)
            throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        List<RunningGateway> gateways = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(
                count + nodes, task -> new Thread(null, task, "client or publisher", STACK_BYTES));
        try {
            for (int i = 0; i < nodes; i++) {
                gateways.add(RunningGateway.start(
                        "log.type=redis",
                        "log.redis.uri=" + RedisProcess.shared().uri(),
                        "log.redis.stream=hops-" + nodes + "-" + count,
                        "log.redis.timeout=1m",
                        "log.ring-size=" + (1 << random.nextInt(10)),
                        "transport.event-loops=1",
                        "transport.send-buffer=8KiB",
                        "heartbeat.interval=" + (heartbeatMillis / 2 + random.nextInt(heartbeatMillis / 2)) + "ms",
                        "heartbeat.send-position=" + (random.nextBoolean() ? "auto" : "always")));
            }
            List<InetSocketAddress> addresses =
                    gateways.stream().map(RunningGateway::address).toList();
            List<WanderingClient> clients = new ArrayList<>();
            List<Future<List<String>>> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                WanderingClient client = new WanderingClient(addresses, new Random(random.nextLong()));
                clients.add(client);
                records.add(threads.submit(client));
            }
            Map<Position, Published> published = new ConcurrentSkipListMap<>();
            List<Future<?>> publishers = new ArrayList<>();
            for (RunningGateway gateway : gateways) {
                Random own = new Random(random.nextLong());
                publishers.add(threads.submit(() -> publish(gateway, clients, hops, restMillis, own, published)));
            }
            for (Future<?> publisher : publishers) {
                publisher.get(2, TimeUnit.MINUTES);
            }
            try (RawClient connection = gateways.get(0).connect()) {
                publish(connection, List.of(new Topic("last")), "the end", published);
            }
            for (int i = 0; i < count; i++) {
                WanderingClient client = clients.get(i);
                assertThat(records.get(i).get(1, TimeUnit.MINUTES))
                        .as("seed %d, %s", seed, client)
                        .isEqualTo(expected(client, published));
            }
        } finally {
            threads.shutdownNow();
            gateways.forEach(RunningGateway::close);
        }
    }

    private static void publish(
            RunningGateway gateway,
            List<WanderingClient> clients,
            int hops,
            int restMillis,
            Random random,
            Map<Position, Published> published) {
        try (RawClient connection = gateway.connect()) {
            while (clients.stream().mapToInt(WanderingClient::visits).sum() < hops) {
                List<Topic> topics = random.ints(1 + random.nextInt(3), 0, TOPICS.size())
                        .distinct()
                        .mapToObj(TOPICS::get)
                        .toList();
                publish(
                        connection,
                        topics,
                        "x".repeat(random.nextInt(50) == 0 ? 20_000 : random.nextInt(500)),
                        published);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(restMillis));
            }
        }
    }

    private static void publish(
            RawClient connection, List<Topic> topics, String data, Map<Position, Published> published) {
        String names = String.join("\",\"", topics.stream().map(Topic::name).toList());
        connection.send(Requests.post("/publish", "{\"topics\":[\"" + names + "\"],\"data\":\"" + data + "\"}"));
        Answer answer = connection.answer();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode json = answer.json();
        published.put(
                Position.parse(json.get("positions").get(0).stringValue()).orElseThrow(),
                new Published(topics, json.get("ids").get(0).stringValue()));
    }

    private static List<String> expected(WanderingClient client, Map<Position, Published> published) {
        return published.entrySet().stream()
                .filter(entry -> entry.getKey().isAfter(client.begin()))
                .map(Map.Entry::getValue)
                .filter(update -> client.interest().matches(update.topics(), false))
                .map(Published::id)
                .toList();
    }
}
