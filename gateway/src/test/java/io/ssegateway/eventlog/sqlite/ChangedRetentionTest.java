package io.ssegateway.eventlog.sqlite;

import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.config;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.readAll;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogTopicConfig;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Restarts with rules that change, at random. */
class ChangedRetentionTest {
    private static final List<Topic> TOPICS =
            List.of(new Topic("/a/1"), new Topic("/a/x/1"), new Topic("/a/x/2"), new Topic("/b/1"), new Topic("c"));
    private static final List<String> PREFIXES = List.of("/", "/a/", "/a/x/", "/b/", "/a/x/1");

    @Property(tries = 60)
    void shouldLoseNothingSilentlyWhenRulesChange(@ForAll long seed) {
        Random random = new Random(seed);
        Path folder = Folder.fresh();
        List<Entry> appended = new ArrayList<>();
        for (int start = 0; start < 4; start++) {
            try (EventLog log =
                    new SqliteEventLog(Folder.in(folder, someRules(random)), "node", InstantSource.system())) {
                for (int i = random.nextInt(20); i > 0; i--) {
                    appended.add(append(log, random));
                }
                for (int i = 0; i < 5; i++) {
                    check(log, appended, random);
                }
            }
        }
    }

    private static LogConfig someRules(Random random) {
        List<LogTopicConfig> topics = new ArrayList<>();
        for (String prefix : PREFIXES) {
            if (random.nextBoolean()) {
                topics.add(new LogTopicConfig(prefix, 1 + random.nextInt(5), 0, Duration.ZERO));
            }
        }
        return config(1 + random.nextInt(10), 0, Duration.ZERO, topics.toArray(LogTopicConfig[]::new));
    }

    private static Entry append(EventLog log, Random random) {
        Topic[] topics = random.nextInt(4) == 0 ? new Topic[] {some(random), some(random)} : new Topic[] {some(random)};
        Update update = update(null, "x", topics);
        return new Entry(await(log.append(update)).position(), update);
    }

    private static Topic some(Random random) {
        return TOPICS.get(random.nextInt(TOPICS.size()));
    }

    /** Whatever is missing is at or before what is said to be lost. */
    private static void check(EventLog log, List<Entry> appended, Random random) {
        if (appended.isEmpty()) {
            return;
        }
        Position after = appended.get(random.nextInt(appended.size())).position();
        Interest interest = Interest.in(some(random), some(random));

        List<Position> found = positions(readAll(log, after, interest, 3));
        // Asked for last: the start may still be dropping what the new rules do not keep.
        @Nullable Position lost = await(log.read(after, interest, 1)).lost();

        List<Position> wanted = appended.stream()
                .filter(entry ->
                        entry.position().isAfter(after) && entry.update().isWantedBy(interest))
                .map(Entry::position)
                .toList();
        assertThat(found).isSorted().isSubsetOf(wanted);
        assertThat(wanted)
                .filteredOn(position -> !found.contains(position))
                .allMatch(position -> lost != null && !position.isAfter(lost));
    }
}
