package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.B;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.appendWithId;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.config;
import static io.ssegateway.testing.Logs.data;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.together;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is forgotten, and who is told so. */
interface LogRetentionContract extends LogUnderTest {

    @Test
    default void shouldForgetTheOldestOfTooMany() {
        try (EventLog log = open(config(10, 0, Duration.ZERO))) {
            List<Position> positions = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                positions.add(append(log, A));
                assertThat(log.size().events()).isEqualTo(Math.min(i + 1, 10));
            }

            assertThat(positions(read(log, Position.ORIGIN, ALL).entries())).isEqualTo(positions.subList(90, 100));
        }
    }

    @Test
    default void shouldForgetTheOldestOfTooManyBytes() {
        int maxBytes = 100_000;
        try (EventLog log = open(config(1_000_000, maxBytes, Duration.ZERO))) {
            for (int i = 0; i < 100; i++) {
                await(log.append(update(null, "x".repeat(5_000), A)));
                assertThat(log.size().bytes()).isBetween(5_000L, (long) maxBytes);
            }
            assertThat(log.size().events()).isBetween(10L, 20L);

            for (int i = 0; i < 1_000; i++) {
                await(log.append(update(null, "", A)));
            }
            assertThat(data(read(log, Position.ORIGIN, ALL).entries())).containsOnly("");
            assertThat(log.size().bytes()).isLessThanOrEqualTo(maxBytes);
        }
    }

    @Test
    default void shouldForgetWhatIsTooOldAlsoWhenNothingNewComes() {
        try (EventLog log = open(config(1_000_000, 0, Duration.ofSeconds(10)))) {
            Position first = append(log, A);
            now().addAndGet(4_000);
            Position second = appendWithId(log, "second", A).position();

            now().addAndGet(6_000);
            assertThat(positions(read(log, Position.ORIGIN, ALL).entries())).containsExactly(first, second);
            now().addAndGet(1);
            assertThat(positions(read(log, Position.ORIGIN, ALL).entries())).containsExactly(second);
            Awaitility.await().until(() -> log.size().events() == 1);
            now().addAndGet(4_000);
            assertThat(await(log.find("second", ALL))).isEmpty();
            Awaitility.await().until(() -> log.size().events() == 0);
            assertThat(read(log, first, ALL)).isEqualTo(new Page(List.of(), second, second));
        }
    }

    @Test
    default void shouldTellALossToThoseBeforeItAlone() {
        try (EventLog log = open(config(2, 0, Duration.ZERO))) {
            Position first = append(log, A);
            Position second = append(log, A);
            Position third = append(log, A);
            assertThat(read(log, first, ALL).lost()).isNull();
            assertThat(read(log, second, ALL).lost()).isNull();
            Position fourth = append(log, A);

            assertThat(read(log, first, ALL).lost()).isEqualTo(second);
            assertThat(read(log, first, Interest.in(A)).lost()).isEqualTo(second);
            assertThat(read(log, second, ALL).lost()).isNull();
            assertThat(read(log, third, ALL).lost()).isNull();
            assertThat(read(log, first, Interest.NONE).lost()).isNull();
            assertThat(positions(read(log, first, ALL).entries())).containsExactly(third, fourth);
            assertThat(await(log.read(first, ALL, 1)).lost()).isEqualTo(second);
        }
    }

    /** A reader that pages on while the log forgets gets, of what it was not told to be lost, all. */
    @Property(tries = 20)
    default void shouldLoseNothingSilentlyWhileItForgets(
            @ForAll @IntRange(min = 1, max = 40) int limit, @ForAll @IntRange(min = 1, max = 600) int kept)
            throws Exception {
        try (EventLog log = open(config(kept, 0, Duration.ZERO))) {
            Position before = append(log, B);
            Map<String, Position> receipts = new ConcurrentHashMap<>();
            List<Position> seen = new ArrayList<>();
            List<Position> excused = new ArrayList<>();
            AtomicInteger running = new AtomicInteger(Publishers.COUNT);
            List<Callable<?>> tasks = new ArrayList<>();
            for (int i = 0; i < Publishers.COUNT; i++) {
                Callable<?> publisher = Publishers.publisher(log, i, receipts);
                tasks.add(() -> {
                    publisher.call();
                    return running.decrementAndGet();
                });
            }
            // Pairs of where a reader was and up to where it was told of a loss.
            tasks.add(() -> {
                Position at = before;
                boolean last = false;
                while (!last) {
                    last = running.get() == 0;
                    Page page;
                    do {
                        page = await(log.read(at, Interest.in(A), limit));
                        if (page.lost() != null) {
                            excused.add(at);
                            excused.add(page.lost());
                        }
                        seen.addAll(positions(page.entries()));
                        at = page.through();
                    } while (!page.entries().isEmpty());
                }
                return null;
            });

            together(tasks);

            assertThat(seen).isSorted().doesNotHaveDuplicates();
            List<Position> missing = new ArrayList<>(receipts.values());
            missing.removeAll(seen);
            assertThat(missing).allMatch(position -> isExcused(position, excused));
        }
    }

    private static boolean isExcused(Position position, List<Position> excused) {
        for (int i = 0; i < excused.size(); i += 2) {
            if (position.isAfter(excused.get(i)) && !position.isAfter(excused.get(i + 1))) {
                return true;
            }
        }
        return false;
    }
}
