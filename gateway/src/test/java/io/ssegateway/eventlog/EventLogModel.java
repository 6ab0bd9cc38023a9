package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.awaitSize;
import static io.ssegateway.testing.Logs.config;
import static io.ssegateway.testing.Logs.tail;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogTopicConfig;
import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A log against one list that is searched from end to end. */
public final class EventLogModel {
    private static final List<Topic> TOPICS = List.of(
            new Topic("/a/1"),
            new Topic("/a/2"),
            new Topic("/a/x/1"),
            new Topic("/b/1"),
            new Topic("c"),
            new Topic("d"));
    private static final List<String> PREFIXES = List.of("/a/x/", "/a/", "/b/", "");

    private final Random random;
    private final AtomicLong now = new AtomicLong(1_000);
    private final List<Entry> kept = new ArrayList<>();
    private final List<Entry> dropped = new ArrayList<>();
    private final List<Position> given = new ArrayList<>();
    private final LogConfig config;
    private final BiFunction<LogConfig, LongSupplier, EventLog> opener;

    /** @param opener opens an empty log */
    public EventLogModel(long seed, BiFunction<LogConfig, LongSupplier, EventLog> opener) {
        this.random = new Random(seed);
        this.opener = opener;
        this.config = config(
                1 + random.nextInt(20),
                2_000 + random.nextInt(10_000),
                Duration.ofMillis(random.nextInt(50)),
                new LogTopicConfig("/a/", random.nextInt(10), 0, Duration.ofMillis(random.nextInt(30))),
                new LogTopicConfig("/a/x/", 0, random.nextInt(3_000), Duration.ZERO),
                new LogTopicConfig("/b/", 1, 0, Duration.ZERO));
    }

    /** Does so many things to both. */
    public void run(int steps) {
        try (EventLog log = opener.apply(config, now::get)) {
            Position birth = tail(log, entry -> {});
            given.add(Position.ORIGIN);
            given.add(birth);
            for (int i = 0; i < steps; i++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> append(log);
                    case 2 -> now.addAndGet(random.nextInt(10));
                    default -> checkRead(log, birth);
                }
                trimByAge();
                checkFind(log);
                awaitSize(log, new EventLog.Size(kept.size(), bytes(kept)));
            }
        }
    }

    private void append(EventLog log) {
        String id = random.nextInt(3) == 0 ? "id-" + random.nextInt(10) : null;
        Update publicUpdate =
                update(id, "x".repeat(random.nextInt(500)), someTopics().toArray(Topic[]::new));
        Update update = new Update(publicUpdate.topics(), publicUpdate.event(), random.nextInt(3) == 0);
        Optional<Position> known = find(id);

        Appended appended = await(log.append(update));

        assertThat(appended.duplicate()).isEqualTo(known.isPresent());
        if (known.isPresent()) {
            assertThat(appended).isEqualTo(new Appended(known.get(), Objects.requireNonNull(id), true));
            return;
        }
        assertThat(appended.position()).isGreaterThan(given.get(given.size() - 1));
        assertThat(appended.id())
                .isEqualTo(id != null ? id : appended.position().toString());
        given.add(appended.position());
        kept.add(new Entry(
                appended.position(),
                new Update(update.topics(), update.event().withId(appended.id()), update.isPrivate())));
        trimBySize(rule(update.topics().get(0)));
    }

    private void checkRead(EventLog log, Position birth) {
        Position after = given.get(random.nextInt(given.size()));
        Interest interest = someInterest();
        int limit = 1 + random.nextInt(kept.size() + 2);

        Page page = await(log.read(after, interest, limit));

        List<Entry> expected = kept.stream()
                .filter(entry -> entry.position().isAfter(after))
                .filter(entry -> entry.update().isWantedBy(interest))
                .limit(limit)
                .toList();
        assertThat(page.entries()).isEqualTo(expected);
        assertThat(page.through())
                .isEqualTo(expected.size() == limit ? expected.get(limit - 1).position() : given.get(given.size() - 1));
        checkLost(page.lost(), after, interest, birth);
    }

    /** No loss goes untold, and none is told that the interest's own rules have not had. */
    private void checkLost(@Nullable Position lost, Position after, Interest interest, Position birth) {
        Set<String> rules = new HashSet<>();
        for (String rule : PREFIXES) {
            boolean named =
                    interest.topics().stream().anyMatch(topic -> rule(topic).equals(rule));
            if (named || !interest.patterns().isEmpty()) {
                rules.add(rule);
            }
        }
        Position expected = interest.isEmpty() ? Position.ORIGIN : birth;
        for (Entry entry : dropped) {
            List<Topic> topics = entry.update().topics();
            boolean across = topics.stream().map(this::rule).distinct().count() > 1;
            boolean relevant = rules.contains(rule(topics.get(0))) || (across && !interest.isEmpty());
            assertThat(relevant || !entry.update().isWantedBy(interest)).isTrue();
            boolean noticed = interest.hasGrants() || !entry.update().isPrivate();
            if (relevant && noticed && entry.position().isAfter(expected)) {
                expected = entry.position();
            }
        }
        assertThat(lost).isEqualTo(expected.isAfter(after) ? expected : null);
    }

    private void checkFind(EventLog log) {
        String id = "id-" + random.nextInt(10);
        Interest reader = someInterest();
        assertThat(await(log.find(id, reader)))
                .isEqualTo(find(id).filter(position -> kept.stream()
                        .filter(entry -> entry.position().equals(position))
                        .allMatch(entry -> !entry.update().isPrivate()
                                || reader.isGranted(entry.update().topics()))));
    }

    private Optional<Position> find(@Nullable String id) {
        trimByAge();
        return kept.stream()
                .filter(entry -> Objects.equals(id, entry.update().event().id()))
                .map(Entry::position)
                .findAny();
    }

    private void trimByAge() {
        for (Entry entry : List.copyOf(kept)) {
            long maxAge = ruleOf(entry).maxAgeMillis();
            if (maxAge > 0 && entry.position().epochMillis() + maxAge < now.get()) {
                drop(entry);
            }
        }
    }

    private void trimBySize(String rule) {
        List<Entry> mine = new ArrayList<>(kept.stream()
                .filter(entry -> ruleOf(entry).prefix().equals(rule))
                .toList());
        while (!mine.isEmpty()
                && (mine.size() > ruleOf(mine.get(0)).maxEvents()
                        || bytes(mine) > ruleOf(mine.get(0)).maxBytes())) {
            drop(mine.remove(0));
        }
    }

    private void drop(Entry entry) {
        kept.remove(entry);
        dropped.add(entry);
    }

    private String rule(Topic topic) {
        return PREFIXES.stream().filter(topic.name()::startsWith).findFirst().orElseThrow();
    }

    private RetentionRule ruleOf(Entry entry) {
        String prefix = rule(entry.update().topics().get(0));
        RetentionRule general = RetentionRule.general(config);
        return config.topics().stream()
                .filter(topic -> topic.prefix().equals(prefix))
                .map(topic -> RetentionRule.of(topic, general))
                .findAny()
                .orElse(general);
    }

    private static long bytes(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::estimatedBytes).sum();
    }

    private List<Topic> someTopics() {
        List<Topic> topics = new ArrayList<>(TOPICS);
        Collections.shuffle(topics, random);
        return topics.subList(0, 1 + random.nextInt(3) / 2 * random.nextInt(3));
    }

    private Interest someInterest() {
        return new Interest(someMatchers(), someMatchers());
    }

    private List<TopicMatcher> someMatchers() {
        List<TopicMatcher> matchers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            matchers.add(
                    random.nextInt(10) == 0
                            ? AnyTopic.INSTANCE
                            : new ExactTopic(TOPICS.get(random.nextInt(TOPICS.size()))));
        }
        return matchers;
    }
}
