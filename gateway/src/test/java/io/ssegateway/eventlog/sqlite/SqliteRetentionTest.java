package io.ssegateway.eventlog.sqlite;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.config;
import static io.ssegateway.testing.Logs.events;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.readAll;
import static io.ssegateway.testing.Logs.tail;
import static io.ssegateway.testing.Logs.unbounded;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatchers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, by which rule, and what of it shows in the file. */
class SqliteRetentionTest {
    private static final Topic PRICE = new Topic("/prices/1");
    private static final Topic ORDER = new Topic("/orders/1");

    @TempDir
    private Path folder;

    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);

    private SqliteEventLog open(LogConfig config) {
        return new SqliteEventLog(Folder.in(folder, config), "node", new TestClock(now::get));
    }

    @Test
    void shouldTellThatWhatWasBeforeTheFileIsUnknown() {
        Position birth;
        try (EventLog log = open(unbounded())) {
            birth = tail(log, entry -> {});
            assertThat(read(log, Position.ORIGIN, ALL)).isEqualTo(new Page(List.of(), birth, birth));
            append(log, A);
        }
        try (EventLog log = open(unbounded())) {
            assertThat(read(log, Position.ORIGIN, ALL).lost()).isEqualTo(birth);
            assertThat(read(log, birth, ALL).lost()).isNull();
        }
    }

    @Test
    void shouldGroupByNewPrefixesAfterARestart() {
        Position lastPrice = Position.ORIGIN;
        Position order;
        try (EventLog log = open(config(100, 0, Duration.ZERO))) {
            order = append(log, ORDER);
            for (int i = 0; i < 10; i++) {
                lastPrice = append(log, PRICE);
            }
        }
        try (EventLog log = open(config(100, 0, Duration.ZERO, events("/prices/", 2)))) {
            append(log, ORDER);
            Position newPrice = append(log, PRICE);

            assertThat(positions(read(log, order, Interest.in(PRICE)).entries()))
                    .containsExactly(lastPrice, newPrice);
            assertThat(read(log, order, Interest.in(PRICE)).lost()).isNotNull().isLessThan(lastPrice);
            assertThat(read(log, order, Interest.in(ORDER)).lost()).isNull();
            assertThat(log.size().events()).isEqualTo(4);
        }
    }

    @Test
    void shouldNotForgetALossWhenPrefixesChange() {
        Position order;
        Position lostPrice;
        try (EventLog log = open(config(100, 0, Duration.ZERO, events("/prices/", 1)))) {
            order = append(log, ORDER);
            lostPrice = append(log, PRICE);
            append(log, PRICE);
        }
        try (EventLog log = open(config(100, 0, Duration.ZERO, events("/prices/", 1), events("/prices/1", 5)))) {
            assertThat(read(log, order, Interest.in(PRICE)).lost()).isEqualTo(lostPrice);
        }
        try (EventLog log = open(config(100, 0, Duration.ZERO))) {
            assertThat(read(log, order, Interest.in(PRICE)).lost()).isEqualTo(lostPrice);
            assertThat(read(log, order, ALL).lost()).isEqualTo(lostPrice);
        }
    }

    @Test
    void shouldTrimAsTimePassesThoughNobodyAsks() {
        try (EventLog log = open(config(100_000, 0, Duration.ofSeconds(10)))) {
            List<CompletionStage<?>> appends = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                appends.add(log.append(update(null, "x", A)));
            }
            appends.forEach(append -> await(append));
            now.addAndGet(10_001);

            Awaitility.await().until(() -> log.size().events() == 0);
        }
    }

    @Test
    void shouldUseTheSpaceOfWhatIsGoneAgain() throws Exception {
        try (EventLog log = open(config(100, 0, Duration.ZERO))) {
            fill(log, 10_000);
        }
        long before = Files.size(folder.resolve(Folder.NAME));
        try (EventLog log = open(config(100, 0, Duration.ZERO))) {
            fill(log, 30_000);
        }
        assertThat(Files.size(folder.resolve(Folder.NAME))).isLessThan(2 * before);
    }

    private static void fill(EventLog log, int count) {
        List<CompletionStage<?>> appends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            appends.add(log.append(update("id-" + i, "x".repeat(500), A, new Topic("/t/" + i))));
        }
        appends.forEach(append -> await(append));
    }

    @Test
    void shouldAnswerBeforeItHasLookedAtEverything() {
        try (EventLog log = open(unbounded())) {
            int count = 2 * EntryReader.MAX_LOOKED_AT + 1;
            for (int i = 0; i < count; i++) {
                log.append(update(null, "x", A));
            }
            Position last = append(log, ORDER);
            Interest orders = new Interest(List.of(TopicMatchers.of("/orders/{id}")));

            Page first = await(log.read(Position.ORIGIN, orders, 1));

            assertThat(first.entries()).isEmpty();
            assertThat(first.through()).isLessThan(last);
            assertThat(positions(readAll(log, Position.ORIGIN, orders, 1))).containsExactly(last);
            assertThat(positions(await(log.read(Position.ORIGIN, Interest.in(ORDER), 1))
                            .entries()))
                    .containsExactly(last);
            assertThat(readAll(log, Position.ORIGIN, Interest.in(A, ORDER), 2_000))
                    .hasSize(count + 1);
            assertThat(readAll(log, Position.ORIGIN, ALL, 2_000)).hasSize(count + 1);
        }
    }

    @Test
    void shouldEndAPageThatIsLarge() {
        try (EventLog log = open(unbounded())) {
            for (int i = 0; i < 5; i++) {
                await(log.append(update(null, "x".repeat(600_000), A)));
            }
            for (Interest interest : List.of(ALL, Interest.in(A))) {
                assertThat(read(log, Position.ORIGIN, interest).entries()).hasSize(2);
                assertThat(readAll(log, Position.ORIGIN, interest, 100)).hasSize(5);
            }
        }
    }

    @Test
    void shouldNotKeepWhatAloneIsTooLarge() {
        try (EventLog log = open(config(10, 1_000, Duration.ZERO))) {
            Position birth = tail(log, entry -> {});
            append(log, A);
            Position large =
                    await(log.append(update("x", "x".repeat(1_000), A))).position();

            assertThat(log.size()).isEqualTo(new EventLog.Size(0, 0));
            assertThat(read(log, birth, ALL)).isEqualTo(new Page(List.of(), large, large));
        }
    }
}
