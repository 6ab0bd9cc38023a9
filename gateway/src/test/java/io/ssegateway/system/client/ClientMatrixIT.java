package io.ssegateway.system.client;

import static io.ssegateway.system.client.TriedClient.Quirk.FIRES_AT_AN_END;
import static io.ssegateway.system.client.TriedClient.Quirk.GLUES_WHAT_WAS_CUT;
import static io.ssegateway.system.client.TriedClient.Quirk.HAS_DATA_ALONE;
import static io.ssegateway.system.client.TriedClient.Quirk.LOSES_WHAT_WAS_CUT;
import static io.ssegateway.system.client.TriedClient.Quirk.SPLITS_AT_LINE_SEPARATORS;
import static io.ssegateway.system.client.TriedClient.Quirk.STRIPS_BLANKS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.system.client.ClientProcess.Fired;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Relay;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Popular clients fire exactly what was published, whatever the stream has besides, and miss nothing when their
 * connection ends: before the first event, within one, or as HTTP wants it. All run side by side against one gateway.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ClientMatrixIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HEARTBEATS = 3;
    private static final String TO_ALL = "clients";
    private static final String NOT_JSON = "not-json";
    private static final String ODD_ID = "invoice-7, part 2";

    private static final Fired MISSED_BEFORE_THE_FIRST =
            new Fired("message", null, "{\"missed\":\"before the first\"}");
    private static final Fired NOT_ASCII = new Fired("message", null, "{\"text\":\"Grüße aus Köln, 世界, 🚀\"}");
    private static final Fired LINES = new Fired("shipped", null, "{\n  \"order\":\n    42\n}");
    private static final Fired SEPARATORS = new Fired("message", null, "{\"text\":\"a\u2028b\u0085c\"}");
    private static final Fired EMPTY = new Fired("message", null, "");
    private static final Fired WITH_ID = new Fired("message", ODD_ID, "{\"id\":\"of the publisher\"}");
    private static final Fired CUT = new Fired("shipped", null, "{\"cut\":\n\"here>\",\n\"whole\":true}");
    private static final Fired MISSED_AT_THE_END = new Fired("message", null, "{\"missed\":\"at the end\"}");
    private static final Fired LAST = new Fired("message", null, "{\"last\":true}");

    private static final Map<TriedClient, ClientProcess> CLIENTS = new EnumMap<>(TriedClient.class);
    private static final Map<TriedClient, List<Fired>> PUBLISHED = new EnumMap<>(TriedClient.class);
    private static RunningGateway gateway;
    private static Relay relay;

    @BeforeAll
    static void run() throws IOException {
        checkLibraries();
        gateway = RunningGateway.start("heartbeat.interval=250ms", "stream.retry=300ms", "demo.enabled=false");
        relay = Relay.to(gateway.address());
        String before = publish(new Fired("message", null, "before"), Set.of());
        for (TriedClient client : TriedClient.values()) {
            PUBLISHED.put(client, new ArrayList<>());
            String topics = client.has(HAS_DATA_ALONE) ? TO_ALL : TO_ALL + "&topic=" + NOT_JSON;
            String url = relay.url() + "/events?topic=" + topics;
            CLIENTS.put(client, ClientProcess.start(client, url, before));
        }
        int all = CLIENTS.size();
        // Two dozen programs that start at once take their time where there is other work.
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> gateway.streams() == all);
        settle(new Heartbeats());

        relay.cut();
        settle(() -> gateway.streams() == 0);
        publish(MISSED_BEFORE_THE_FIRST, with(HAS_DATA_ALONE));
        relay.mend();
        settle(() -> gateway.streams() == all);

        publish(NOT_ASCII, Set.of());
        publish(LINES, Set.of());
        publish(SEPARATORS, Set.of());
        publish(NOT_JSON, EMPTY, with(HAS_DATA_ALONE));
        settle(new Heartbeats());
        publish(WITH_ID, Set.of());
        settle(() -> CLIENTS.keySet().stream().allMatch(client -> got(client, WITH_ID)));

        relay.cutBehind("here>");
        Set<TriedClient> loseIt = with(HAS_DATA_ALONE, LOSES_WHAT_WAS_CUT);
        publish(CUT, loseIt);
        settle(() -> CLIENTS.keySet().stream().allMatch(client -> loseIt.contains(client) || got(client, CUT)));
        settle(() -> gateway.streams() == all);

        relay.refuse();
        connections()
                .forEach(connection ->
                        manage("DELETE", "/connections/" + connection.get("id").stringValue()));
        settle(() -> gateway.streams() == 0);
        publish(MISSED_AT_THE_END, with(HAS_DATA_ALONE));
        relay.mend();
        settle(() -> gateway.streams() == all);
        settle(new Heartbeats());
        publish(LAST, Set.of());
        settle(() -> CLIENTS.keySet().stream().allMatch(client -> got(client, LAST)));
    }

    @AfterAll
    static void stop() throws IOException {
        List<String> record = new ArrayList<>();
        CLIENTS.forEach((client, process) -> process.fired().forEach(event -> record.add(client + ": " + event)));
        Files.write(Path.of("target", "failsafe-reports", "client-matrix.txt"), record);
        CLIENTS.values().forEach(ClientProcess::close);
        if (relay != null) {
            relay.close();
            gateway.close();
        }
    }

    private static void checkLibraries() {
        List<Path> libraries = List.of(
                TriedClient.Language.NODE.folder().resolve("node_modules/sse.js"),
                TriedClient.Language.PYTHON.folder().resolve(".venv/bin/python"),
                Path.of("/usr/share/php/Symfony/Component/HttpClient/EventSourceHttpClient.php"));
        assertThat(libraries)
                .as("clients of npm, PyPI and Debian, which bin/verify installs")
                .allSatisfy(library ->
                        assertThat(Files.exists(library)).as(library.toString()).isTrue());
    }

    /** Waits, but not for ever: what did not happen is then seen by what the clients have fired. */
    private static void settle(BooleanSupplier condition) {
        try {
            Awaitility.await().atMost(PATIENCE).until(condition::getAsBoolean);
        } catch (ConditionTimeoutException e) {
            System.err.println("not settled: " + new Throwable().getStackTrace()[1]);
        }
    }

    /** Whether each stream was written to a few times more. */
    private static final class Heartbeats implements BooleanSupplier {
        private final Map<String, Set<String>> writes = new HashMap<>();

        @Override
        public boolean getAsBoolean() {
            connections()
                    .forEach(connection -> writes.computeIfAbsent(
                                    connection.get("id").stringValue(), id -> new HashSet<>())
                            .add(connection.get("lastWrite").stringValue()));
            return writes.values().stream().allMatch(times -> times.size() > HEARTBEATS);
        }
    }

    private static List<JsonNode> connections() {
        return List.copyOf(gateway.manage("/connections")
                .json()
                .get("connections")
                .valueStream()
                .toList());
    }

    private static void manage(String method, String path) {
        try (RawClient client = RawClient.connect(gateway.managementAddress())) {
            client.send(Requests.request(method, path)).answer();
        }
    }

    private static Set<TriedClient> with(TriedClient.Quirk... quirks) {
        Set<TriedClient> found = new HashSet<>();
        for (TriedClient client : TriedClient.values()) {
            if (List.of(quirks).stream().anyMatch(client::has)) {
                found.add(client);
            }
        }
        return found;
    }

    /** Publishes to all clients; these are not to fire it. Answers the id. */
    private static String publish(Fired event, Set<TriedClient> but) {
        return publish(TO_ALL, event, but);
    }

    private static String publish(String topic, Fired event, Set<TriedClient> but) {
        Map<String, Object> update = new HashMap<>();
        update.put("topics", List.of(topic));
        update.put("data", event.data());
        update.put("retry", 250);
        if (!event.type().equals("message")) {
            update.put("event", event.type());
        }
        if (event.id() != null) {
            update.put("id", event.id());
        }
        Answer answer = gateway.exchange(Requests.post("/publish", JSON.writeValueAsString(update)));
        String id = answer.json().get("ids").get(0).stringValue();
        PUBLISHED.forEach((client, events) -> {
            if (!but.contains(client)) {
                events.add(new Fired(event.type(), id, event.data()));
            }
        });
        return id;
    }

    private static boolean got(TriedClient client, Fired event) {
        return process(client).fired().stream()
                .anyMatch(fired -> squeezed(fired.data()).equals(squeezed(event.data())));
    }

    private static ClientProcess process(TriedClient client) {
        return requireNonNull(CLIENTS.get(client));
    }

    private static String squeezed(String data) {
        return data.replaceAll("\\s", "");
    }

    /** A welcome, or what a client that glues has made of it. */
    private static boolean isWelcome(TriedClient client, Fired event) {
        String data = squeezed(event.data());
        String welcome = "{\"type\":\"welcome\"";
        return client.has(GLUES_WHAT_WAS_CUT) ? data.contains(welcome) : data.startsWith(welcome);
    }

    /** What a client that is known to do this is to fire. */
    private static Fired as(TriedClient client, Fired event) {
        String data = event.data();
        if (client.has(STRIPS_BLANKS)) {
            data = data.replaceAll("\n +", "\n");
        }
        if (client.has(SPLITS_AT_LINE_SEPARATORS)) {
            data = data.replaceAll("[\u2028\u0085].*", "");
        }
        return client.has(HAS_DATA_ALONE)
                ? new Fired("message", null, JSON.readTree(data).toString())
                : new Fired(event.type(), event.id(), data);
    }

    @ParameterizedTest
    @EnumSource(TriedClient.class)
    void shouldFireExactlyWhatWasPublished(TriedClient client) {
        List<Fired> fired = process(client).fired().stream()
                .filter(event -> !isWelcome(client, event))
                .filter(event -> !client.has(FIRES_AT_AN_END) || event.id() != null)
                .map(event -> client.has(HAS_DATA_ALONE) ? as(client, event) : event)
                .toList();

        assertThat(fired)
                .containsExactlyElementsOf(requireNonNull(PUBLISHED.get(client)).stream()
                        .map(event -> as(client, event))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(TriedClient.class)
    void shouldBeWelcomedWithAnId(TriedClient client) {
        List<Fired> welcomes = process(client).fired().stream()
                .filter(event -> isWelcome(client, event))
                .toList();

        assertThat(welcomes).hasSizeGreaterThan(2);
        if (!client.has(HAS_DATA_ALONE)) {
            assertThat(welcomes).allSatisfy(welcome -> assertThat(welcome.id()).isNotBlank());
        }
        if (!client.has(GLUES_WHAT_WAS_CUT)) {
            assertThat(welcomes)
                    .allSatisfy(welcome -> assertThat(welcome.type()).isEqualTo("message"));
        }
    }
}
