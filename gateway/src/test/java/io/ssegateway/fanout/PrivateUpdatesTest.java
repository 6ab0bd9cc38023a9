package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Position;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Public and private updates for streams with all kinds of grants, live, replayed and after their sockets were full,
 * against what a few lines without any index say.
 */
class PrivateUpdatesTest {
    private static final List<String> TOPICS = List.of("a", "b", "/c/1", "/c/2");
    private static final List<String> SELECTORS = List.of("a", "b", "/c/1", "/c/{id}", "/{kind}/2", "*", "other");
    private static final Duration THROTTLE = Duration.ofSeconds(1);

    private record Published(Position position, List<String> topics, boolean isPrivate, String data) {}

    /** @param got the data of all that it was sent */
    private record Client(
            Stream stream,
            Stuck socket,
            List<String> selectors,
            List<String> grants,
            Position begin,
            boolean throttled,
            List<String> got) {

        void read() {
            got.addAll(stream.data());
        }

        @Override
        public String toString() {
            return "for " + selectors + ", with " + grants + ", from " + begin + (throttled ? ", throttled" : "");
        }
    }

    @Property(tries = 300)
    void shouldReachThoseAloneWhoAskForThemAndMayHaveThem(
            @ForAll int seed, @ForAll @IntRange(min = 2, max = 64) int ringSize) {
        try (OneShard shard = new OneShard(ringSize)) {
            new Scenario(new Random(seed), shard).run();
        }
    }

    private static List<TopicMatcher> matchers(List<String> texts) {
        return texts.stream().map(TopicMatchers::of).toList();
    }

    private static boolean matchesAny(List<String> selectors, List<String> topics) {
        return selectors.stream().anyMatch(selector -> topics.stream().anyMatch(topic -> matches(selector, topic)));
    }

    private static boolean matches(String selector, String topic) {
        return switch (selector) {
            case "*" -> true;
            case "/c/{id}" -> topic.startsWith("/c/");
            case "/{kind}/2" -> topic.endsWith("/2");
            default -> selector.equals(topic);
        };
    }

    private static final class Scenario {
        private final Random random;
        private final OneShard shard;
        private final List<Published> published = new ArrayList<>();
        private final List<Client> clients = new ArrayList<>();

        Scenario(Random random, OneShard shard) {
            this.random = random;
            this.shard = shard;
        }

        void run() {
            for (int step = 0; step < 120; step++) {
                switch (random.nextInt(12)) {
                    case 0 -> join();
                    case 1 -> shard.streams.run();
                    case 2 -> shard.streams.advance(THROTTLE, THROTTLE);
                    case 3 -> clients.forEach(client -> client.socket().stop());
                    case 4 ->
                        clients.forEach(client ->
                                client.socket().readOnce(client.stream().channel()));
                    default -> publish("" + step);
                }
            }
            for (Client client : clients) {
                client.socket().read(client.stream().channel());
            }
            shard.streams.advance(THROTTLE.multipliedBy(3), THROTTLE);
            for (Client client : clients) {
                client.read();
                if (client.throttled()) {
                    isTheNewest(client);
                } else {
                    assertThat(client.got()).as("%s", client).isEqualTo(expected(client));
                }
            }
            assertThat(shard.metrics.gaps).isEmpty();
        }

        private void publish(String data) {
            List<String> topics = some(TOPICS, 1 + random.nextInt(3));
            Topic[] named = topics.stream().map(Topic::new).toArray(Topic[]::new);
            boolean isPrivate = random.nextBoolean();
            Position position = isPrivate ? shard.appendPrivate(data, named) : shard.append(data, named);
            published.add(new Published(position, topics, isPrivate, data));
        }

        private void join() {
            List<String> selectors = some(SELECTORS, 1 + random.nextInt(3));
            List<String> grants = some(SELECTORS, random.nextInt(4));
            boolean throttled = random.nextInt(4) == 0;
            boolean resumes = !published.isEmpty() && random.nextBoolean();
            Position begin =
                    resumes ? published.get(random.nextInt(published.size())).position() : shard.ring.newest();
            Stuck socket = new Stuck();
            Stream stream = shard.join(
                    resumes ? ResumePoint.after(begin, begin.toString()) : ResumePoint.LIVE,
                    new Interest(matchers(selectors), matchers(grants)),
                    throttled ? THROTTLE : Duration.ZERO,
                    random.nextBoolean(),
                    socket);
            if (random.nextBoolean()) {
                socket.read(stream.channel());
            }
            clients.add(new Client(stream, socket, selectors, grants, begin, throttled, new ArrayList<>()));
        }

        private List<String> some(List<String> all, int count) {
            return random.ints(0, all.size())
                    .distinct()
                    .limit(count)
                    .mapToObj(all::get)
                    .toList();
        }

        private List<String> expected(Client client) {
            return wanted(client).stream().map(Published::data).toList();
        }

        private List<Published> wanted(Client client) {
            return published.stream()
                    .filter(update -> update.position().isAfter(client.begin()))
                    .filter(update -> matchesAny(client.selectors(), update.topics()))
                    .filter(update -> !update.isPrivate() || matchesAny(client.grants(), update.topics()))
                    .toList();
        }

        /**
         * A throttled stream may leave out what was followed by a newer one of the same first topic, and nothing else.
         */
        private void isTheNewest(Client client) {
            assertThat(expected(client)).as("%s", client).containsSubsequence(client.got());
            assertThat(client.got()).doesNotHaveDuplicates();
            Map<String, String> newest = new HashMap<>();
            wanted(client).forEach(update -> newest.put(update.topics().get(0), update.data()));
            assertThat(client.got()).as("%s", client).containsAll(newest.values());
        }
    }
}
