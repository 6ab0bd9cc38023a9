package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.PRIVATE_TOO;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.data;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.privateUpdate;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.readAll;
import static io.ssegateway.testing.Logs.tail;
import static io.ssegateway.testing.Logs.together;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Marks, and what a tail is told in which order. */
interface LogTailContract extends LogUnderTest {

    @Test
    default void shouldIssueMarksBetweenWhatWasAndWhatComes() {
        try (EventLog log = open()) {
            List<Position> marks = Collections.synchronizedList(new ArrayList<>());
            log.tail(new LogTail() {
                @Override
                public void begin(Position newest) {
                    assertThat(marks).as("there is one before the beginning").isNotEmpty();
                }

                @Override
                public void appended(Entry entry) {
                    assertThat(marks).allMatch(mark -> entry.position().isAfter(mark));
                }

                @Override
                public void marked(Position mark) {
                    marks.add(mark);
                }
            });
            for (int i = 0; i < 3; i++) {
                Position before = append(log, A);
                now().addAndGet(1_000);
                Awaitility.await().until(() -> {
                    log.mark();
                    return marks.get(marks.size() - 1).isAfter(before);
                });
                Position mark = marks.get(marks.size() - 1);
                assertThat(read(log, mark, ALL).entries()).isEmpty();
                Position next = await(log.append(privateUpdate("x", A))).position();
                assertThat(next).isGreaterThan(mark);
                assertThat(positions(read(log, mark, PRIVATE_TOO).entries())).containsExactly(next);
            }
            assertThat(marks).isSorted();
            assertThat(positions(read(log, Position.ORIGIN, PRIVATE_TOO).entries()))
                    .doesNotContainAnyElementsOf(marks);
        }
    }

    /** By the clock alone: nothing is looked up. */
    @Test
    default void shouldReachAPositionWhetherAnUpdateStandsThereOrNot() {
        try (EventLog log = open()) {
            Position taken = append(log, A);
            Position empty = new Position(taken.epochMillis(), taken.sequence() + 1_000);
            Position toCome = new Position(taken.epochMillis() + 3_600_000, 0);

            assertThat(await(log.reach(taken))).isTrue();
            assertThat(await(log.reach(empty))).isTrue();
            assertThat(await(log.reach(toCome))).isFalse();
            assertThat(await(log.reach(new Position(taken.epochMillis(), 1, taken))))
                    .isFalse();
        }
    }

    @Test
    default void shouldTellTheTailWhatIsReadInOrderOfManyPublishers() throws Exception {
        try (EventLog log = open()) {
            List<Entry> told = Collections.synchronizedList(new ArrayList<>());
            AtomicInteger inside = new AtomicInteger();
            AtomicBoolean overlapped = new AtomicBoolean();
            Consumer<Entry> listener = entry -> {
                overlapped.compareAndSet(false, inside.incrementAndGet() != 1);
                told.add(entry);
                inside.decrementAndGet();
            };
            tail(log, listener);
            Map<String, Position> receipts = new ConcurrentHashMap<>();
            List<Callable<?>> publishers = new ArrayList<>();
            for (int i = 0; i < Publishers.COUNT; i++) {
                publishers.add(Publishers.publisher(log, i, receipts));
            }

            together(publishers);

            assertThat(overlapped).isFalse();
            assertThat(told).hasSize(Publishers.COUNT * Publishers.UPDATES);
            assertThat(positions(told)).isSorted().doesNotHaveDuplicates();
            assertThat(readAll(log, Position.ORIGIN, ALL, 97)).isEqualTo(told);
            told.forEach(entry -> assertThat(entry.position())
                    .isEqualTo(receipts.get(entry.update().event().data())));
            for (int i = 0; i < Publishers.COUNT; i++) {
                String prefix = i + "/";
                assertThat(data(told).stream().filter(data -> data != null && data.startsWith(prefix)))
                        .hasSize(Publishers.UPDATES)
                        .isSortedAccordingTo((x, y) -> Integer.compare(number(x), number(y)));
            }
        }
    }

    /** Who takes over from the store at the position of the tail misses nothing and sees nothing twice. */
    @Property(tries = 20)
    default void shouldHandOverToTheTailWhilePublishersRun(@ForAll @IntRange(max = 50) int percent) throws Exception {
        int begin = Publishers.COUNT * Publishers.UPDATES * percent / 100;
        try (EventLog log = open()) {
            CountDownLatch far = new CountDownLatch(begin);
            List<Entry> told = Collections.synchronizedList(new ArrayList<>());
            List<Entry> stored = new ArrayList<>();
            List<Callable<?>> tasks = new ArrayList<>();
            Map<String, Position> receipts = new ConcurrentHashMap<>();
            tail(log, entry -> far.countDown());
            for (int i = 0; i < Publishers.COUNT; i++) {
                tasks.add(Publishers.publisher(log, i, receipts));
            }
            tasks.add(() -> {
                assertThat(far.await(30, TimeUnit.SECONDS)).isTrue();
                Position handOver = tail(log, told::add);
                for (Entry entry : readAll(log, Position.ORIGIN, ALL, 50)) {
                    if (!entry.position().isAfter(handOver)) {
                        stored.add(entry);
                    }
                }
                return null;
            });

            together(tasks);

            assertThat(stored.size()).isGreaterThanOrEqualTo(begin);
            stored.addAll(told);
            assertThat(stored).isEqualTo(readAll(log, Position.ORIGIN, ALL, 1_000));
            assertThat(stored).hasSize(Publishers.COUNT * Publishers.UPDATES);
        }
    }

    private static int number(String data) {
        return Integer.parseInt(data.substring(data.indexOf('/') + 1));
    }
}
