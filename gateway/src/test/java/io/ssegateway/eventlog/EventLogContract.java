package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.B;
import static io.ssegateway.testing.Logs.C;
import static io.ssegateway.testing.Logs.PRIVATE_TOO;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.appendWithId;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.config;
import static io.ssegateway.testing.Logs.data;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.privateUpdate;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.readAll;
import static io.ssegateway.testing.Logs.tail;
import static io.ssegateway.testing.Logs.together;
import static io.ssegateway.testing.Logs.unbounded;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.LogConfig;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.Rounds;
import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every event log must do. */
public abstract class EventLogContract {
    protected static final long NOW = 1_700_000_000_000L;

    private static final int PUBLISHERS = 4;
    private static final int UPDATES = Rounds.of(200, 500);

    /** The wall clock of the logs under test. */
    protected final AtomicLong now = new AtomicLong(NOW);

    /** Opens a log that is empty. */
    protected abstract EventLog open(LogConfig config, LongSupplier epochMillis);

    private EventLog open(LogConfig config) {
        return open(config, now::get);
    }

    private EventLog open() {
        return open(unbounded());
    }

    @Test
    void shouldGiveBackWhatWasAppended() {
        ServerSentEvent event = ServerSentEvent.builder()
                .id("urn:uuid:ü/1")
                .event("type")
                .data("one\ntwo\r\n\u0000\n\uD83D\uDE00")
                .retryMillis(1234)
                .build();
        Update full = new Update(List.of(B, A, new Topic("ä \"\\{}*")), event);
        Update retryAlone =
                new Update(List.of(A), ServerSentEvent.builder().retryMillis(0).build());
        try (EventLog log = open()) {
            Appended first = await(log.append(full));
            Appended second = await(log.append(retryAlone));

            List<Entry> entries = read(log, Position.ORIGIN, ALL).entries();

            assertThat(first).isEqualTo(new Appended(first.position(), "urn:uuid:ü/1", false));
            assertThat(entries.get(0)).isEqualTo(new Entry(first.position(), full));
            String id = second.position().toString();
            assertThat(second).isEqualTo(new Appended(second.position(), id, false));
            assertThat(entries.get(1))
                    .isEqualTo(new Entry(
                            second.position(),
                            new Update(List.of(A), retryAlone.event().withId(id))));
        }
    }

    @Test
    void shouldCountOnWithinAMillisecondAndWhenTheClockIsSetBack() {
        try (EventLog log = open()) {
            List<Position> positions = new ArrayList<>();
            for (long millis : new long[] {0, 0, 5, 5, 2, -100_000, 6}) {
                now.set(NOW + millis);
                positions.add(append(log, A));
            }

            assertThat(positions).isSorted().doesNotHaveDuplicates();
            assertThat(positions(read(log, Position.ORIGIN, ALL).entries())).isEqualTo(positions);
        }
    }

    @Test
    void shouldReadOnlyWhatIsBehindThePosition() {
        try (EventLog log = open()) {
            Position first = append(log, A);
            Position second = append(log, A);
            Position third = append(log, A);

            assertThat(positions(read(log, first, ALL).entries())).containsExactly(second, third);
            assertThat(positions(read(log, new Position(second.epochMillis(), second.sequence()), ALL)
                            .entries()))
                    .containsExactly(third);
            assertThat(read(log, third, ALL)).isEqualTo(new Page(List.of(), third, null));
        }
    }

    @Test
    void shouldMoveAReaderOnWhoseTopicsAreQuiet() {
        try (EventLog log = open()) {
            Position before = append(log, A);
            Position newest = append(log, B);

            assertThat(read(log, before, Interest.in(A))).isEqualTo(new Page(List.of(), newest, null));
            assertThat(read(log, Position.ORIGIN, Interest.in(A)).through()).isEqualTo(newest);
            assertThat(read(log, before, Interest.NONE)).isEqualTo(new Page(List.of(), newest, null));
        }
    }

    @Test
    void shouldReadAnUpdateToSeveralTopicsOnceForEachInterest() {
        try (EventLog log = open()) {
            Position both = append(log, A, B);
            Position one = append(log, B);

            assertThat(positions(read(log, Position.ORIGIN, Interest.in(A)).entries()))
                    .containsExactly(both);
            assertThat(positions(read(log, Position.ORIGIN, Interest.in(B)).entries()))
                    .containsExactly(both, one);
            assertThat(positions(read(log, Position.ORIGIN, Interest.in(A, B)).entries()))
                    .containsExactly(both, one);
            assertThat(positions(read(
                                    log,
                                    Position.ORIGIN,
                                    new Interest(List.of(AnyTopic.INSTANCE, new ExactTopic(A), new ExactTopic(C))))
                            .entries()))
                    .containsExactly(both, one);
            assertThat(read(log, Position.ORIGIN, Interest.in(C)).entries()).isEmpty();
        }
    }

    @Test
    void shouldGiveBackWhetherAnUpdateIsPrivate() {
        List<Entry> told = Collections.synchronizedList(new ArrayList<>());
        Update named = new Update(
                List.of(A, B), ServerSentEvent.builder().id("x").data("named").build(), true);
        try (EventLog log = open()) {
            tail(log, told::add);
            Appended first = await(log.append(named));
            Appended second = await(log.append(privateUpdate("unnamed", A)));
            append(log, A);

            List<Entry> entries = read(log, Position.ORIGIN, PRIVATE_TOO).entries();

            assertThat(entries.get(0)).isEqualTo(new Entry(first.position(), named));
            assertThat(entries.get(1))
                    .isEqualTo(new Entry(
                            second.position(), privateUpdate("unnamed", A).withId(second.id())));
            assertThat(entries).extracting(entry -> entry.update().isPrivate()).containsExactly(true, true, false);
            assertThat(told).isEqualTo(entries);
            assertThat(await(log.append(update("x", "again", C)))).isEqualTo(new Appended(first.position(), "x", true));
        }
    }

    @Test
    void shouldReadPrivateUpdatesToThoseAloneWhoMayHaveThem() {
        try (EventLog log = open()) {
            Position ofA = await(log.append(privateUpdate("a", A))).position();
            Position ofBoth = await(log.append(privateUpdate("a, b", A, B))).position();
            Position open = append(log, A);
            Position ofB = await(log.append(privateUpdate("b", B))).position();

            for (TopicMatcher asked : List.of(new ExactTopic(A), TopicMatchers.of("/a/{id}"), AnyTopic.INSTANCE)) {
                assertThat(found(log, asked)).containsExactly(open);
                assertThat(found(log, asked, new ExactTopic(C))).containsExactly(open);
                assertThat(found(log, asked, new ExactTopic(A))).containsExactly(ofA, ofBoth, open);
                assertThat(found(log, asked, TopicMatchers.of("/{kind}/1")))
                        .containsSubsequence(ofA, ofBoth, open)
                        .hasSize(asked.equals(AnyTopic.INSTANCE) ? 4 : 3);
            }
            assertThat(found(log, new ExactTopic(A), new ExactTopic(B)))
                    .as("granted by its other topic")
                    .containsExactly(ofBoth, open);
            assertThat(found(log, new ExactTopic(B), AnyTopic.INSTANCE)).containsExactly(ofBoth, ofB);
            assertThat(found(log, new ExactTopic(C), AnyTopic.INSTANCE)).isEmpty();
        }
    }

    private static List<Position> found(EventLog log, TopicMatcher asked, TopicMatcher... grants) {
        return positions(read(log, Position.ORIGIN, new Interest(List.of(asked), List.of(grants)))
                .entries());
    }

    @Test
    void shouldMoveAReaderOnPastWhatItMayNotHave() {
        try (EventLog log = open()) {
            Position before = append(log, B);
            Position last = Position.ORIGIN;
            for (int i = 0; i < 3_000; i++) {
                last = await(log.append(privateUpdate("x", A))).position();
            }

            for (Interest interest : List.of(Interest.in(A), ALL)) {
                assertThat(readAll(log, before, interest, 10)).isEmpty();
                Page page = read(log, last, interest);
                assertThat(page).isEqualTo(new Page(List.of(), last, null));
            }
            Position seen = append(log, A);
            assertThat(positions(readAll(log, before, Interest.in(A), 10))).containsExactly(seen);
            assertThat(positions(readAll(log, before, ALL, 10))).containsExactly(seen);
        }
    }

    @Test
    void shouldTellTheLossOfAPrivateUpdateToThoseWithGrantsAlone() {
        try (EventLog log = open(config(1, 0, Duration.ZERO))) {
            Position first = append(log, A);
            Position lost = await(log.append(privateUpdate("x", A))).position();
            Position second = append(log, A);

            assertThat(read(log, first, ALL).lost()).isNull();
            assertThat(read(log, first, PRIVATE_TOO).lost()).isEqualTo(lost);
            assertThat(read(log, lost, PRIVATE_TOO).lost()).isNull();

            await(log.append(privateUpdate("x", A)));
            await(log.append(privateUpdate("x", A)));

            assertThat(read(log, first, ALL))
                    .isEqualTo(new Page(List.of(), read(log, first, ALL).through(), second));
            assertThat(read(log, second, ALL).lost()).isNull();
        }
    }

    @Test
    void shouldIssueMarksBetweenWhatWasAndWhatComes() {
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
                now.addAndGet(1_000);
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
    void shouldReachAPositionWhetherAnUpdateStandsThereOrNot() {
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
    void shouldFindPrivateUpdatesForThoseAloneWhoMayReadThem() {
        Update secret = new Update(
                List.of(A, B), ServerSentEvent.builder().id("secret").data("x").build(), true);
        try (EventLog log = open()) {
            Position position = await(log.append(secret)).position();

            for (Interest stranger : List.of(ALL, Interest.in(A), Interest.in(A).granted(List.of(new ExactTopic(C))))) {
                assertThat(await(log.find("secret", stranger))).isEmpty();
            }
            assertThat(await(log.find("secret", PRIVATE_TOO))).contains(position);
            assertThat(await(log.find("secret", Interest.in(C).granted(List.of(new ExactTopic(B))))))
                    .contains(position);
        }
    }

    @Test
    void shouldRefuseALimitThatWouldNeverGetOn() {
        try (EventLog log = open()) {
            assertThatThrownBy(() -> log.read(Position.ORIGIN, ALL, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 100)
    void shouldReadTheSameInPagesOfAnySize(
            @ForAll @IntRange(max = 60) int count,
            @ForAll @IntRange(min = 1, max = 20) int limit,
            @ForAll @IntRange(min = 1, max = 15) int interestBits,
            @ForAll @IntRange(max = 15) int grantBits,
            @ForAll int seed) {
        Random random = new Random(seed);
        try (EventLog log = open()) {
            List<Position> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                now.addAndGet(random.nextInt(3));
                Topic[] topics = someTopics(random);
                all.add(
                        random.nextInt(3) > 0
                                ? append(log, topics)
                                : await(log.append(privateUpdate("x", topics))).position());
            }
            Position after = count == 0 || random.nextBoolean() ? Position.ORIGIN : all.get(random.nextInt(count));
            Interest interest = new Interest(matchers(interestBits), matchers(grantBits));

            List<Entry> once = read(log, after, interest).entries();

            assertThat(readAll(log, after, interest, limit)).isEqualTo(once);
            assertThat(once)
                    .allMatch(entry -> entry.update().isWantedBy(interest))
                    .isSortedAccordingTo((x, y) -> x.position().compareTo(y.position()));
            if (interest.equals(PRIVATE_TOO)) {
                assertThat(positions(once))
                        .isEqualTo(all.stream().filter(p -> p.isAfter(after)).toList());
            }
        }
    }

    @Test
    void shouldTakeAnIdOnce() {
        try (EventLog log = open()) {
            List<Entry> told = Collections.synchronizedList(new ArrayList<>());
            tail(log, told::add);
            Appended first = await(log.append(update("x", "first", A)));
            append(log, A);
            Appended again = await(log.append(update("x", "second", B)));

            assertThat(again).isEqualTo(new Appended(first.position(), "x", true));
            assertThat(data(read(log, Position.ORIGIN, ALL).entries())).containsExactly("first", "x");
            assertThat(log.size().events()).isEqualTo(2);
            assertThat(appendWithId(log, "X", A).duplicate()).isFalse();
            assertThat(told).isEqualTo(read(log, Position.ORIGIN, ALL).entries());
        }
    }

    @Test
    void shouldTakeAnIdOnceOfManyThatComeTogether() throws Exception {
        try (EventLog log = open()) {
            Map<String, AtomicInteger> news = new ConcurrentHashMap<>();
            Map<String, Position> where = new ConcurrentHashMap<>();
            together(Collections.nCopies(PUBLISHERS, () -> {
                for (int i = 0; i < 200; i++) {
                    Appended appended = appendWithId(log, "id-" + i, A);
                    news.computeIfAbsent(appended.id(), id -> new AtomicInteger())
                            .addAndGet(appended.duplicate() ? 0 : 1);
                    Position other = where.putIfAbsent(appended.id(), appended.position());
                    assertThat(other).isIn(null, appended.position());
                }
                return null;
            }));

            assertThat(news)
                    .hasSize(200)
                    .allSatisfy((id, count) -> assertThat(count).hasValue(1));
            assertThat(log.size().events()).isEqualTo(200);
        }
    }

    @Test
    protected void shouldTakeAnIdAgainOnceItsUpdateIsForgotten() {
        try (EventLog log = open(config(2, 0, Duration.ofSeconds(10)))) {
            Appended first = appendWithId(log, "x", A);
            append(log, A);
            append(log, A);
            Appended second = appendWithId(log, "x", A);

            assertThat(second.duplicate()).isFalse();
            assertThat(second.position()).isGreaterThan(first.position());
            assertThat(appendWithId(log, "x", A)).isEqualTo(new Appended(second.position(), "x", true));

            now.addAndGet(10_001);
            assertThat(appendWithId(log, "x", A).duplicate()).isFalse();
        }
    }

    @Test
    void shouldFindUpdatesByTheirPublishersIds() {
        try (EventLog log = open(config(2, 0, Duration.ZERO))) {
            Position gone = appendWithId(log, "gone", A).position();
            Position named = appendWithId(log, "named", A).position();
            Position unnamed = append(log, A);

            assertThat(await(log.find("named", Interest.NONE))).contains(named);
            assertThat(await(log.find("gone", PRIVATE_TOO))).isEmpty();
            for (Position position : List.of(gone, named, unnamed)) {
                assertThat(await(log.find(position.toString(), PRIVATE_TOO))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-", "0-0", "0-1", "999999999999999999-0", "1700000000000", "earliest", "*", "'; --"})
    void shouldNotFindWhatWasNeverThere(String id) {
        try (EventLog log = open()) {
            assertThat(await(log.find(id, PRIVATE_TOO))).isEmpty();
            append(log, A);
            assertThat(await(log.find(id, PRIVATE_TOO))).isEmpty();
        }
    }

    @Test
    void shouldForgetTheOldestOfTooMany() {
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
    protected void shouldForgetTheOldestOfTooManyBytes() {
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
    protected void shouldForgetWhatIsTooOldAlsoWhenNothingNewComes() {
        try (EventLog log = open(config(1_000_000, 0, Duration.ofSeconds(10)))) {
            Position first = append(log, A);
            now.addAndGet(4_000);
            Position second = appendWithId(log, "second", A).position();

            now.addAndGet(6_000);
            assertThat(positions(read(log, Position.ORIGIN, ALL).entries())).containsExactly(first, second);
            now.addAndGet(1);
            assertThat(positions(read(log, Position.ORIGIN, ALL).entries())).containsExactly(second);
            Awaitility.await().until(() -> log.size().events() == 1);
            now.addAndGet(4_000);
            assertThat(await(log.find("second", ALL))).isEmpty();
            Awaitility.await().until(() -> log.size().events() == 0);
            assertThat(read(log, first, ALL)).isEqualTo(new Page(List.of(), second, second));
        }
    }

    @Test
    void shouldTellALossToThoseBeforeItAlone() {
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

    @Test
    void shouldTellTheTailWhatIsReadInOrderOfManyPublishers() throws Exception {
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
            for (int i = 0; i < PUBLISHERS; i++) {
                publishers.add(publisher(log, i, receipts));
            }

            together(publishers);

            assertThat(overlapped).isFalse();
            assertThat(told).hasSize(PUBLISHERS * UPDATES);
            assertThat(positions(told)).isSorted().doesNotHaveDuplicates();
            assertThat(readAll(log, Position.ORIGIN, ALL, 97)).isEqualTo(told);
            told.forEach(entry -> assertThat(entry.position())
                    .isEqualTo(receipts.get(entry.update().event().data())));
            for (int i = 0; i < PUBLISHERS; i++) {
                String prefix = i + "/";
                assertThat(data(told).stream().filter(data -> data != null && data.startsWith(prefix)))
                        .hasSize(UPDATES)
                        .isSortedAccordingTo((x, y) -> Integer.compare(number(x), number(y)));
            }
        }
    }

    /** Who takes over from the store at the position of the tail misses nothing and sees nothing twice. */
    @Property(tries = 20)
    void shouldHandOverToTheTailWhilePublishersRun(@ForAll @IntRange(max = 50) int percent) throws Exception {
        int begin = PUBLISHERS * UPDATES * percent / 100;
        try (EventLog log = open()) {
            CountDownLatch far = new CountDownLatch(begin);
            List<Entry> told = Collections.synchronizedList(new ArrayList<>());
            List<Entry> stored = new ArrayList<>();
            List<Callable<?>> tasks = new ArrayList<>();
            Map<String, Position> receipts = new ConcurrentHashMap<>();
            tail(log, entry -> far.countDown());
            for (int i = 0; i < PUBLISHERS; i++) {
                tasks.add(publisher(log, i, receipts));
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
            assertThat(stored).hasSize(PUBLISHERS * UPDATES);
        }
    }

    /** A reader that pages on while the log forgets gets, of what it was not told to be lost, all. */
    @Property(tries = 20)
    void shouldLoseNothingSilentlyWhileItForgets(
            @ForAll @IntRange(min = 1, max = 40) int limit, @ForAll @IntRange(min = 1, max = 600) int kept)
            throws Exception {
        try (EventLog log = open(config(kept, 0, Duration.ZERO))) {
            Position before = append(log, B);
            Map<String, Position> receipts = new ConcurrentHashMap<>();
            List<Position> seen = new ArrayList<>();
            List<Position> excused = new ArrayList<>();
            AtomicInteger running = new AtomicInteger(PUBLISHERS);
            List<Callable<?>> tasks = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                Callable<?> publisher = publisher(log, i, receipts);
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

    @Test
    void shouldFailOnceItIsClosed() {
        EventLog log = open();
        append(log, A);
        log.close();

        assertThat(log.append(update(null, "x", A)).toCompletableFuture()).isCompletedExceptionally();
        assertThat(log.read(Position.ORIGIN, ALL, 1).toCompletableFuture()).isCompletedExceptionally();
        assertThat(log.find("x", ALL).toCompletableFuture()).isCompletedExceptionally();
        log.close();
    }

    private static Callable<?> publisher(EventLog log, int publisher, Map<String, Position> receipts) {
        return () -> {
            for (int i = 0; i < UPDATES; i++) {
                String data = publisher + "/" + i;
                receipts.put(data, await(log.append(update(null, data, A))).position());
            }
            return null;
        };
    }

    private static boolean isExcused(Position position, List<Position> excused) {
        for (int i = 0; i < excused.size(); i += 2) {
            if (position.isAfter(excused.get(i)) && !position.isAfter(excused.get(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static int number(String data) {
        return Integer.parseInt(data.substring(data.indexOf('/') + 1));
    }

    private static Topic[] someTopics(Random random) {
        List<Topic> topics = new ArrayList<>(List.of(A, B, C));
        Collections.shuffle(topics, random);
        return topics.subList(0, 1 + random.nextInt(2)).toArray(Topic[]::new);
    }

    /** One bit each for three topics, and one for all. */
    private static List<TopicMatcher> matchers(int bits) {
        if ((bits & 8) != 0) {
            return List.of(AnyTopic.INSTANCE);
        }
        List<TopicMatcher> matchers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            if ((bits & 1 << i) != 0) {
                matchers.add(new ExactTopic(List.of(A, B, C).get(i)));
            }
        }
        return matchers;
    }
}
