package io.ssegateway.system.sharedlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.RedisProcess;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.WanderingClient;
import io.ssegateway.topic.Topic;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * Three gateways whose topics are spread over four Redis streams, a publisher on each, and clients that leave at any
 * byte and come back to any gateway: of each Redis stream a client gets what it wants from where it began, in order,
 * nothing twice and nothing missing.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PartitionedHopIT {
    private static final int NODES = 3;
    private static final int PARTITIONS = 4;
    private static final int CLIENTS = 10;
    private static final int HOPS = 800;
    private static final List<Topic> TOPICS = IntStream.range(0, 12)
            .mapToObj(i -> new Topic(i < 6 ? "t" + i : "/orders/" + i))
            .toList();

    private record Published(List<Topic> topics, Position place) {}

    @Test
    void shouldGiveEachClientWhatEachPartitionHasForIt() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        List<RunningGateway> gateways = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + NODES);
        try {
            for (int i = 0; i < NODES; i++) {
                gateways.add(RunningGateway.start(
                        "log.type=redis",
                        "log.redis.uri=" + RedisProcess.shared().uri(),
                        "log.redis.stream=partitioned-hops",
                        "log.redis.streams=" + PARTITIONS,
                        "log.redis.timeout=1m",
                        "log.ring-size=" + (1 << random.nextInt(10)),
                        "transport.event-loops=1",
                        "transport.send-buffer=8KiB",
                        "heartbeat.interval=" + (5 + random.nextInt(50)) + "ms",
                        "heartbeat.send-position=" + (random.nextBoolean() ? "auto" : "always")));
            }
            List<InetSocketAddress> addresses =
                    gateways.stream().map(RunningGateway::address).toList();
            List<WanderingClient> clients = new ArrayList<>();
            List<Future<List<String>>> records = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                WanderingClient client = new WanderingClient(addresses, new Random(random.nextLong()), lastOfEach());
                clients.add(client);
                records.add(threads.submit(client));
            }
            List<Future<Map<String, Published>>> publishers = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                RunningGateway gateway = gateways.get(i);
                String name = "p" + i;
                Random own = new Random(random.nextLong());
                publishers.add(threads.submit(() -> publish(gateway, name, clients, own)));
            }
            Map<String, Published> published = new LinkedHashMap<>();
            for (Future<Map<String, Published>> publisher : publishers) {
                published.putAll(publisher.get(2, TimeUnit.MINUTES));
            }
            try (RawClient connection = gateways.get(0).connect()) {
                for (String last : lastOfEach()) {
                    publish(connection, List.of(new Topic(last)), "the end");
                }
            }
            for (int i = 0; i < CLIENTS; i++) {
                WanderingClient client = clients.get(i);
                records.get(i).get(1, TimeUnit.MINUTES);
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    assertThat(got(client, partition, published))
                            .as("seed %d, %s, partition %d", seed, client, partition)
                            .isEqualTo(expected(client, partition, published));
                }
            }
        } finally {
            threads.shutdownNow();
            gateways.forEach(RunningGateway::close);
        }
    }

    /** A topic of each partition. */
    private static List<String> lastOfEach() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> Stream.iterate(0, i -> i + 1)
                        .map(i -> "last-" + i)
                        .filter(name -> partitionOf(new Topic(name)) == partition)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static int partitionOf(Topic topic) {
        CRC32 hash = new CRC32();
        hash.update(topic.name().getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % PARTITIONS);
    }

    private static Position place(Position position, int partition) {
        return Position.parse(position.toString().split("\\.", -1)[partition]).orElseThrow();
    }

    private static Map<String, Published> publish(
            RunningGateway gateway, String name, List<WanderingClient> clients, Random random) {
        Map<String, Published> published = new LinkedHashMap<>();
        try (RawClient connection = gateway.connect()) {
            while (clients.stream().mapToInt(WanderingClient::visits).sum() < HOPS) {
                List<Topic> topics = random.ints(1 + random.nextInt(3), 0, TOPICS.size())
                        .distinct()
                        .mapToObj(TOPICS::get)
                        .toList();
                String key = name + "/" + published.size();
                String padding = "x".repeat(random.nextInt(50) == 0 ? 20_000 : random.nextInt(500));
                Position position = publish(connection, topics, key + " " + padding);
                published.put(key, new Published(topics, place(position, partitionOf(topics.get(0)))));
            }
        }
        return published;
    }

    private static Position publish(RawClient connection, List<Topic> topics, String data) {
        String names = String.join("\",\"", topics.stream().map(Topic::name).toList());
        connection.send(Requests.post("/publish", "{\"topics\":[\"" + names + "\"],\"data\":\"" + data + "\"}"));
        Answer answer = connection.answer();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("ids")).isEqualTo(json.get("positions"));
        return Position.parse(json.get("positions").get(0).stringValue()).orElseThrow();
    }

    private static List<String> got(WanderingClient client, int partition, Map<String, Published> published) {
        return client.texts().stream()
                .map(text -> text.split(" ", 2)[0])
                .filter(key -> published.containsKey(key)
                        && partitionOf(published.get(key).topics().get(0)) == partition)
                .toList();
    }

    private static List<String> expected(WanderingClient client, int partition, Map<String, Published> published) {
        Position begin = place(client.begin(), partition);
        return published.entrySet().stream()
                .filter(entry -> partitionOf(entry.getValue().topics().get(0)) == partition)
                .filter(entry -> entry.getValue().place().isAfter(begin))
                .filter(entry -> client.interest().matches(entry.getValue().topics(), false))
                .sorted((a, b) -> a.getValue().place().compareTo(b.getValue().place()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
