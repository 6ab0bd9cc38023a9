package io.ssegateway.system.mercure;

import static io.ssegateway.system.mercure.RunningHub.bearer;
import static io.ssegateway.system.mercure.RunningHub.encoded;
import static io.ssegateway.system.mercure.RunningHub.publisherToken;
import static io.ssegateway.system.mercure.RunningHub.subscriberToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.WarningLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Publishers and subscribers with whatever grants, all at once: the hub takes exactly the updates, and each stream gets
 * exactly those of them, that the specification's few sentences say. One stream that may get everything tells the
 * order.
 */
class HubModelTest {
    private static final int PUBLISHERS = 3;
    private static final int UPDATES = 60;
    private static final int SUBSCRIBERS = 24;
    private static final List<String> TOPICS =
            List.of("a", "b", "/o/", "/o/1", "/o/2", "/o/1/x", "/o/{id}", "https://h/u/1", "https://h/u/2?p=3");
    private static final List<String> SELECTORS = List.of(
            "a", "b", "*", "/o/{id}", "/o/{id}/x", "/o/1", "{v}", "https://h/u/{u}", "https://h/{+rest}", "/{a}/{b}");

    /** What somebody wants to publish. */
    private record Wish(String name, List<String> topics, boolean isPrivate, String id) {}

    /** An update that the hub has taken; the id is what the hub says it is. */
    private record Taken(Wish wish, String id) {}

    /** {@code after} is what the hub says it resumes behind. */
    private record Reader(EventReader stream, List<String> wanted, List<String> grants, String after, String how) {}

    /** What a reader has that comes for the first time. */
    private static final Taken NOWHERE = new Taken(new Wish("", List.of(), false, ""), "");

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void shouldDoWhatTheSpecificationSays(@ForAll int seed) throws Exception {
        Random random = new Random(seed);
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        try (WarningLog log = WarningLog.expectNone();
                RunningHub hub = RunningHub.start(
                        "log.ring-size=" + (1 << random.nextInt(10)),
                        "transport.event-loops=" + (1 + random.nextInt(3)),
                        "heartbeat.interval=" + (5 + random.nextInt(50)) + "ms")) {
            assertThat(log).isNotNull();
            EventReader all = hub.follow("*", bearer(subscriberToken("*")));
            List<Reader> readers = new ArrayList<>();
            LinkedBlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
            for (int i = 0; i < SUBSCRIBERS / 3; i++) {
                readers.add(reader(hub, random, NOWHERE));
            }
            List<Future<?>> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                String name = "p" + i;
                Random own = new Random(random.nextLong());
                publishers.add(threads.submit(() -> publish(hub, name, own, taken)));
            }
            hub.published("topic=a&data=first&id=urn:first");
            Wish first = new Wish("first", List.of("a"), false, "urn:first");
            for (int i = 0; i < SUBSCRIBERS / 3; i++) {
                Taken seen = taken.poll(i, TimeUnit.MILLISECONDS);
                readers.add(reader(hub, random, seen == null ? new Taken(first, first.id()) : seen));
                if (seen != null) {
                    taken.add(seen);
                }
            }
            for (Future<?> publisher : publishers) {
                publisher.get(60, TimeUnit.SECONDS);
            }
            hub.publish("last", "end");
            taken.add(new Taken(first, first.id()));
            List<Taken> ends = List.copyOf(taken);
            for (int i = 0; i < SUBSCRIBERS / 3; i++) {
                readers.add(reader(
                        hub,
                        random,
                        i % 2 == 0 ? new Taken(NOWHERE.wish(), "earliest") : ends.get(random.nextInt(ends.size()))));
            }
            List<Taken> order = order(all, taken);
            for (Reader reader : readers) {
                try (EventReader stream = reader.stream()) {
                    assertThat(names(stream)).as("seed %d: %s", seed, reader).isEqualTo(expected(reader, order));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Publishes, and checks what is taken and what is not. */
    private static void publish(RunningHub hub, String name, Random random, LinkedBlockingQueue<Taken> taken) {
        List<String> grants = random.nextInt(3) == 0 ? List.of("*") : some(random, SELECTORS, 5);
        String token = bearer(publisherToken(grants.toArray(String[]::new)));
        try (RawClient client = hub.gateway().connect()) {
            for (int i = 0; i < UPDATES; i++) {
                String id = random.nextInt(3) == 0 ? "urn:" + name + ":" + i : "";
                Wish wish = new Wish(name + "-" + i, some(random, TOPICS, 3), random.nextBoolean(), id);
                String form = wish.topics().stream()
                                .map(topic -> "topic=" + encoded(topic))
                                .collect(Collectors.joining("&"))
                        + "&data=" + wish.name() + "&id=" + id + (wish.isPrivate() ? "&private" : "");
                Answer answer = client.send(RunningHub.post(form, token)).answer();
                boolean may = wish.topics().stream().allMatch(topic -> matches(grants, topic));
                assertThat(answer.status()).as("%s with %s", wish, grants).isEqualTo(may ? 200 : 403);
                if (may) {
                    assertThat(id).isIn("", answer.body());
                    taken.add(new Taken(wish, answer.body()));
                }
            }
        }
    }

    private static Reader reader(RunningHub hub, Random random, Taken last) {
        String after = last.id();
        List<String> wanted = some(random, SELECTORS, 3);
        List<String> grants = random.nextInt(4) == 0 ? List.of() : some(random, SELECTORS, 3);
        String query = Stream.concat(wanted.stream(), Stream.of("last"))
                .map(selector -> "topic=" + encoded(selector))
                .collect(Collectors.joining("&"));
        List<String> headers = new ArrayList<>();
        if (random.nextBoolean()) {
            query += "&lastEventID=" + encoded(after);
        } else if (!after.isEmpty()) {
            headers.add("Last-Event-ID: " + after);
        }
        String token = subscriberToken(grants.toArray(String[]::new));
        String how = grants.isEmpty()
                ? "nothing"
                : some(random, List.of("header", "cookie", "parameter"), 1).get(0);
        switch (how) {
            case "header" -> headers.add(bearer(token));
            case "cookie" -> headers.add(RunningHub.cookie(token));
            case "parameter" -> query += "&authorization=" + token;
            default -> assertThat(grants).isEmpty();
        }
        EventReader stream = hub.subscribe(query, headers.toArray(String[]::new));
        boolean isKnown = !after.startsWith("urn:") || mayRead(last.wish(), grants);
        assertThat(stream.head().header("Last-Event-ID"))
                .isEqualTo(after.isEmpty() ? null : isKnown ? after : "earliest");
        if (!isKnown) {
            assertThat(stream.next().event()).as("an id that it cannot know").isEqualTo("gap");
        }
        return new Reader(stream, wanted, grants, isKnown ? after : "earliest", how);
    }

    /** What has been taken, as the stream that may get everything has it: each once. */
    private static List<Taken> order(EventReader all, Iterable<Taken> taken) {
        Map<String, Taken> byName = new HashMap<>();
        taken.forEach(update -> byName.put(update.wish().name(), update));
        List<Taken> order = new ArrayList<>();
        try (all) {
            for (ServerSentEvent event = all.next(); !"end".equals(event.data()); event = all.next()) {
                Taken update = byName.remove(event.data());
                assertThat(update).as("what %s is", event).isNotNull();
                assertThat(event.id()).isEqualTo(update.id());
                order.add(update);
            }
        }
        assertThat(byName).isEmpty();
        return order;
    }

    private static List<String> names(EventReader stream) {
        List<String> names = new ArrayList<>();
        for (ServerSentEvent event = stream.next(); !"end".equals(event.data()); event = stream.next()) {
            assertThat(event.event()).as("type of %s", event).isNull();
            names.add(String.valueOf(event.data()));
        }
        return names;
    }

    /** The specification: behind the place that was asked for, what is wanted and, if it is private, granted. */
    private static List<String> expected(Reader reader, List<Taken> order) {
        List<String> ids = order.stream().map(Taken::id).toList();
        return order.subList(ids.indexOf(reader.after()) + 1, order.size()).stream()
                .map(Taken::wish)
                .filter(wish -> wish.topics().stream().anyMatch(topic -> matches(reader.wanted(), topic)))
                .filter(wish -> mayRead(wish, reader.grants()))
                .map(Wish::name)
                .toList();
    }

    private static boolean mayRead(Wish wish, List<String> grants) {
        return !wish.isPrivate() || wish.topics().stream().anyMatch(topic -> matches(grants, topic));
    }

    private static boolean matches(List<String> selectors, String topic) {
        return selectors.stream().anyMatch(selector -> {
            // Of all that a template can say only what those here do.
            String regex = selector.replace("?", "\\?")
                    .replaceAll("\\{\\+[a-z]+}", ".*")
                    .replaceAll("\\{[a-z]+}", "[A-Za-z0-9]*");
            return selector.equals("*") || selector.equals(topic) || topic.matches(regex);
        });
    }

    private static List<String> some(Random random, List<String> of, int most) {
        return random.ints(1 + random.nextInt(most), 0, of.size())
                .distinct()
                .mapToObj(of::get)
                .toList();
    }
}
