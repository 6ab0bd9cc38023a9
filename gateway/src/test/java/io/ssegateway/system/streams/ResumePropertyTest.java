package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.Tokens;
import io.ssegateway.testing.WanderingClient;
import io.ssegateway.testing.WarningLog;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishers at full speed and clients that leave at any byte and come back with the last id they have: what a client
 * has got in all is what the log has for it from where the client began, in the log's order, nothing twice and nothing
 * missing; of what is private, what its token grants.
 */
class ResumePropertyTest {
    private static final int PUBLISHERS = 3;
    private static final int REQUESTS = 60;
    private static final int CLIENTS = 10;
    private static final Topic LAST = new Topic("last");
    private static final List<Topic> TOPICS = IntStream.range(0, 12)
            .mapToObj(i -> new Topic(i < 6 ? "t" + i : "/orders/" + i))
            .toList();

    private static final List<List<String>> GRANTS =
            List.of(List.of("*"), List.of("t1", "/orders/{id}"), List.of("t0", "t2", "t3"), List.of("elsewhere"));

    private record Update(List<Topic> topics, boolean isPrivate) {}

    private record Published(Update update, String id) {}

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void shouldGiveEachClientWhatTheLogHasForIt(@ForAll int seed) throws Exception {
        Random random = new Random(seed);
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS + CLIENTS);
        try (WarningLog log = WarningLog.expectNone();
                RunningGateway gateway = RunningGateway.start(settings(random))) {
            assertThat(log).isNotNull();
            List<WanderingClient> clients = new ArrayList<>();
            List<Future<List<String>>> records = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                WanderingClient client = client(gateway, random);
                clients.add(client);
                records.add(threads.submit(client));
            }
            Map<Position, Published> published = publish(gateway, threads, random);
            for (int i = 0; i < CLIENTS; i++) {
                List<String> record = records.get(i).get(60, TimeUnit.SECONDS);
                isWhatTheLogHas(record, published, clients.get(i), "seed " + seed + ", " + clients.get(i));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Half of the clients bring a token. */
    private static WanderingClient client(RunningGateway gateway, Random random) {
        WanderingClient client = new WanderingClient(gateway.address(), new Random(random.nextLong()));
        if (random.nextBoolean()) {
            return client;
        }
        List<String> grants = GRANTS.get(random.nextInt(GRANTS.size()));
        String claims = "{\"mercure\":{\"subscribe\":[\"" + String.join("\",\"", grants) + "\"]}}";
        return client.granted(grants, Tokens.token(JwtAlgorithm.HS256, "", claims));
    }

    /**
     * Small buffers, short lives and early heartbeats, so that everything that can happen to a stream happens often.
     */
    private static String[] settings(Random random) {
        List<String> settings = new ArrayList<>(List.of(
                "transport.type=" + (random.nextBoolean() ? "epoll" : "nio"),
                "transport.event-loops=" + (1 + random.nextInt(3)),
                "transport.send-buffer=8KiB",
                "log.ring-size=" + (1 << random.nextInt(10)),
                "heartbeat.interval=" + (5 + random.nextInt(50)) + "ms",
                "heartbeat.send-position=" + (random.nextBoolean() ? "auto" : "always"),
                "slow-consumer.max-lag-bytes=" + (16 << random.nextInt(10)) + "KiB",
                "stream.welcome=" + random.nextBoolean(),
                "auth.jwt.subscriber.key=" + Tokens.SECRET,
                "auth.publish=anonymous"));
        if (random.nextBoolean()) {
            settings.add("stream.max-age=" + (50 + random.nextInt(500)) + "ms");
        }
        return settings.toArray(String[]::new);
    }

    private static Map<Position, Published> publish(RunningGateway gateway, ExecutorService threads, Random random)
            throws Exception {
        Map<Position, Published> published = new ConcurrentSkipListMap<>();
        List<Callable<Void>> publishers = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            Random own = new Random(random.nextLong());
            publishers.add(() -> {
                try (RawClient connection = gateway.connect()) {
                    for (int request = 0; request < REQUESTS; request++) {
                        publishBatch(connection, own, published);
                    }
                }
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(publishers)) {
            done.get(60, TimeUnit.SECONDS);
        }
        try (RawClient connection = gateway.connect()) {
            Update last = new Update(List.of(LAST), false);
            publish(connection, List.of(last), List.of(line(last, "the end", "")), published);
        }
        return published;
    }

    private static void publishBatch(RawClient connection, Random random, Map<Position, Published> published) {
        List<Update> updates = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int count = 1 + random.nextInt(20); count > 0; count--) {
            // Few enough numbers for some to be repeated, also by another publisher; its update is always the same.
            int number = random.nextInt(2_000);
            boolean own = random.nextInt(4) == 0;
            String id = own ? "\u00e9 \"" + number + "\"" : "";
            Update update = someUpdate(own ? new Random(number) : random);
            updates.add(update);
            lines.add(line(update, "x".repeat(random.nextInt(50) == 0 ? 100_000 : random.nextInt(1_000)), id));
        }
        publish(connection, updates, lines, published);
    }

    private static Update someUpdate(Random random) {
        boolean isPrivate = random.nextInt(3) == 0;
        List<Topic> topics = random.ints(1 + random.nextInt(3), 0, TOPICS.size())
                .distinct()
                .mapToObj(TOPICS::get)
                .toList();
        return new Update(topics, isPrivate);
    }

    private static String line(Update update, String data, String id) {
        return "{\"topics\":[\""
                + String.join("\",\"", update.topics().stream().map(Topic::name).toList())
                + "\"],\"data\":\"" + data + "\",\"private\":" + update.isPrivate()
                + (id.isEmpty() ? "" : ",\"id\":\"" + id.replace("\"", "\\\"") + "\"") + "}\n";
    }

    private static void publish(
            RawClient connection, List<Update> updates, List<String> lines, Map<Position, Published> published) {
        connection.send(Requests.post("/publish", "application/x-ndjson", String.join("", lines)));
        Answer answer = connection.answer();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode json = JsonMapper.shared().readTree(answer.body().getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < updates.size(); i++) {
            Position position =
                    Position.parse(json.get("positions").get(i).stringValue()).orElseThrow();
            String id = json.get("ids").get(i).stringValue();
            Published entry = new Published(updates.get(i), id);
            assertThat(published.getOrDefault(position, entry)).isEqualTo(entry);
            published.put(position, entry);
        }
    }

    private static void isWhatTheLogHas(
            List<String> record, Map<Position, Published> published, WanderingClient client, String seed) {
        Interest interest = client.interest();
        List<String> expected = published.entrySet().stream()
                .filter(entry -> entry.getKey().isAfter(client.begin()))
                .map(Map.Entry::getValue)
                .filter(entry ->
                        interest.matches(entry.update().topics(), entry.update().isPrivate()))
                .map(Published::id)
                .toList();
        int same = 0;
        while (same < Math.min(record.size(), expected.size())
                && record.get(same).equals(expected.get(same))) {
            same++;
        }
        assertThat(record.subList(same, Math.min(record.size(), same + 5)))
                .as("%s: what came behind %d of %d updates", seed, same, expected.size())
                .isEqualTo(expected.subList(same, Math.min(expected.size(), same + 5)));
    }
}
