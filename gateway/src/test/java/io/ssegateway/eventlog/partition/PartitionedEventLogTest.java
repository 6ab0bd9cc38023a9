package io.ssegateway.eventlog.partition;

import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.appendWithId;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.positions;
import static io.ssegateway.testing.Logs.privateUpdate;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.readAll;
import static io.ssegateway.testing.Logs.tail;
import static io.ssegateway.testing.Logs.unbounded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.LocalTable;
import io.ssegateway.cluster.Node;
import io.ssegateway.cluster.SharedTable;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.testing.LateLog;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionedEventLogTest {
    /** A topic of each of two partitions. */
    private static final Topic LEFT = new Topic("d");

    private static final Topic RIGHT = new Topic("a");

    private final AtomicLong clock = new AtomicLong(1_000);
    private final EventLog left = new MemoryEventLog(unbounded(), new TestClock(clock::get));
    private final EventLog right = new MemoryEventLog(unbounded(), new TestClock(clock::get));
    private final EventLog log = new PartitionedEventLog(List.of(left, right));

    @Test
    void shouldKeepATopicInOnePartitionForEver() {
        append(log, LEFT, RIGHT);
        append(log, RIGHT);
        append(log, RIGHT, LEFT);

        assertThat(left.size().events()).isEqualTo(1);
        assertThat(right.size().events()).isEqualTo(2);
        assertThat(log.size())
                .isEqualTo(
                        new EventLog.Size(3, left.size().bytes() + right.size().bytes()));
    }

    @Test
    void shouldGiveEachUpdateAsPositionAndIdWhatItsReaderHasThen() {
        List<Entry> told = new ArrayList<>();
        assertThat(tail(log, told::add)).hasToString("1000-0.1000-0");
        clock.set(1_001);
        Appended first = appendWithId(log, "mine", LEFT);
        clock.set(1_002);
        Appended second = await(log.append(new Update(List.of(RIGHT), ServerSentEvent.data("x"))));

        assertThat(first.position()).hasToString("1001-1.1000-0");
        assertThat(second.position()).hasToString("1001-1.1002-1");
        assertThat(told)
                .extracting(entry -> entry.update().event().id())
                .containsExactly(first.id(), second.id())
                .containsExactly("1001-1.1000-0", "1001-1.1002-1");
        assertThat(read(log, Position.ORIGIN, ALL).entries()).isEqualTo(told);
        assertThat(read(log, first.position(), ALL).entries()).containsExactly(told.get(1));
        assertThat(read(log, second.position(), ALL)).isEqualTo(new Page(List.of(), second.position(), null));
        assertThat(read(log, Position.ORIGIN, Interest.in(RIGHT)).through()).isEqualTo(second.position());
    }

    @Test
    void shouldKeepPrivateWhatIsPrivate() {
        List<Entry> told = new ArrayList<>();
        tail(log, told::add);
        await(log.append(privateUpdate("x", LEFT)));

        assertThat(told).allMatch(entry -> entry.update().isPrivate()).hasSize(1);
        assertThat(read(log, Position.ORIGIN, ALL).entries()).isEmpty();
    }

    @Test
    void shouldReadTheSameInPagesOfAnySize() {
        for (int i = 0; i < 40; i++) {
            clock.addAndGet(i % 2);
            append(log, new Topic("t" + i % 7));
        }
        List<Entry> once = read(log, Position.ORIGIN, ALL).entries();

        assertThat(once).hasSize(40);
        assertThat(positions(once)).isSorted().doesNotHaveDuplicates();
        for (int limit = 1; limit < 45; limit++) {
            assertThat(readAll(log, Position.ORIGIN, ALL, limit))
                    .extracting(entry -> entry.update().topics())
                    .containsExactlyInAnyOrderElementsOf(
                            once.stream().map(entry -> entry.update().topics()).toList());
        }
        assertThatThrownBy(() -> log.read(Position.ORIGIN, ALL, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakeAnIdOnceAndGoOnBehindItFromTheSameTime() {
        append(log, RIGHT);
        clock.set(1_010);
        Appended first = appendWithId(log, "mine", LEFT);
        append(log, RIGHT);
        clock.set(1_020);
        append(log, RIGHT);

        Appended again = appendWithId(log, "mine", LEFT);

        assertThat(first.duplicate()).isFalse();
        assertThat(again.duplicate()).isTrue();
        assertThat(again.position()).hasToString("1010-1.1009-0");
        assertThat(await(log.find("mine", ALL))).contains(again.position());
        assertThat(read(log, again.position(), ALL).entries()).hasSize(2);
    }

    @Test
    void shouldNotPromiseWhatIsStillToCome() {
        LateLog late = new LateLog(right);
        EventLog other = new PartitionedEventLog(List.of(left, late));
        append(log, RIGHT);
        clock.set(2_000);
        appendWithId(log, "mine", LEFT);

        // Of the right partition this node has been told nothing yet, not even what is before that time.
        assertThat(await(other.find("mine", ALL))).map(Position::toString).contains("2000-1.1000-0");
    }

    @Test
    void shouldWaitForAPlaceThatAnotherNodeHasTold() {
        EventLog other = new PartitionedEventLog(List.of(new LateLog(left), new LateLog(right)));
        Position here = append(log, LEFT);
        Position newest = append(log, RIGHT);

        assertThat(await(other.reach(here))).isTrue();
        assertThat(read(other, here, ALL).entries()).isEmpty();
        assertThat(await(other.reach(newest))).isTrue();
        assertThat(read(other, here, ALL).through()).isEqualTo(newest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0-0", "1000-0", "1000-1", "1000-0.999999-0", "1000-0.1000-0.1000-0", "1000-0.", "nobody's"})
    void shouldNotFindWhatWasNeverThere(String id) {
        append(log, LEFT);

        assertThat(await(log.find(id, ALL))).isEmpty();
    }

    @Test
    void shouldBeginOnceAllPartitionsHave() {
        AtomicReference<LogTail> silent = new AtomicReference<>();
        EventLog late = new PartitionedEventLog(List.of(left, new ForwardingLog(right) {
            @Override
            public void tail(LogTail tail) {
                silent.set(tail);
            }
        }));
        List<String> told = new ArrayList<>();
        late.tail(new LogTail() {
            @Override
            public void begin(Position newest) {
                told.add("begin " + newest);
            }

            @Override
            public void appended(Entry entry) {
                told.add(entry.position().toString());
            }
        });
        append(late, LEFT);
        assertThat(told).isEmpty();

        right.tail(Objects.requireNonNull(silent.get()));
        append(late, LEFT);

        assertThat(told).containsExactly("begin 1000-1.1000-0", "1000-2.1000-0");
    }

    @Test
    void shouldServeThePartitionThatIsThereWhileTheOtherIsAway() {
        EventLog away = new ForwardingLog(right) {
            @Override
            public CompletionStage<Appended> append(Update update) {
                return CompletableFuture.failedStage(new LogUnavailableException("It is away."));
            }

            @Override
            public CompletionStage<Page> read(Position after, Interest interest, int limit) {
                return CompletableFuture.failedStage(new LogUnavailableException("It is away."));
            }

            @Override
            public Optional<String> problem() {
                return Optional.of("It is away.");
            }
        };
        EventLog half = new PartitionedEventLog(List.of(left, away));
        List<Entry> told = new ArrayList<>();
        tail(half, told::add);
        append(half, LEFT);

        assertThat(told).hasSize(1);
        assertThat(half.problem()).contains("It is away.");
        assertThat(half.append(new Update(List.of(RIGHT), ServerSentEvent.data("x")))
                        .toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(half.read(Position.ORIGIN, ALL, 1).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void shouldTellOfEachNodeWhereItStandsInAllPartitions() {
        Instant since = Instant.EPOCH;
        EventLog shared = new PartitionedEventLog(List.of(
                clustered(left, List.of(new Node("x", since, 3, "5-0", 0), new Node("y", since, 1, "4-0", 10))),
                clustered(right, List.of(new Node("x", since, 3, "7-0", 20), new Node("y", since, 1, "9-0", 0)))));

        Cluster cluster = shared.cluster(() -> 3).orElseThrow();

        assertThat(cluster.self()).isEqualTo("x");
        assertThat(await(cluster.nodes()))
                .containsExactly(new Node("x", since, 3, "5-0.7-0", 20), new Node("y", since, 1, "4-0.9-0", 10));
        assertThat(log.cluster(() -> 3)).isEmpty();
        await(cluster.table("facts").put("a", "1", null));
        assertThat(await(cluster.table("facts").all())).containsEntry("a", "1");
        assertThat(await(cluster.table("others").all())).isEmpty();
    }

    private static EventLog clustered(EventLog partition, List<Node> nodes) {
        Map<String, SharedTable> tables = new HashMap<>();
        return new ForwardingLog(partition) {
            @Override
            public Optional<Cluster> cluster(IntSupplier openStreams) {
                return Optional.of(new Cluster() {
                    @Override
                    public String self() {
                        return "x";
                    }

                    @Override
                    public CompletionStage<List<Node>> nodes() {
                        return CompletableFuture.completedStage(nodes);
                    }

                    @Override
                    public SharedTable table(String name) {
                        return tables.computeIfAbsent(name, made -> new LocalTable(() -> Instant.EPOCH));
                    }
                });
            }
        };
    }

    @Test
    void shouldCloseAllPartitions() {
        log.close();

        assertThat(left.append(new Update(List.of(LEFT), ServerSentEvent.data("x")))
                        .toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(right.find("x", ALL).toCompletableFuture()).isCompletedExceptionally();
    }
}
