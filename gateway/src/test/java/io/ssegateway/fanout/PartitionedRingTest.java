package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.eventlog.partition.PartitionedEventLog;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.ring.RingSlot;
import io.ssegateway.testing.LateLog;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Nodes that are told the same partitions at different times, so that each merges them in another order, and a reader
 * that goes from node to node, reading rings and pages: of each partition it gets everything, in order and once.
 */
class PartitionedRingTest {
    private static final int NODES = 3;
    private static final int STEPS = 300;

    /** One gateway: what it has been told of each partition, and the ring that it made of that. */
    private static final class Node implements LogTail {
        final List<LateLog> partitions;
        final FrameRing ring;
        final EventLog log;

        Node(List<? extends EventLog> shared, int ringSize) {
            partitions = shared.stream().map(LateLog::new).toList();
            ring = new FrameRing(ringSize, Long.MAX_VALUE);
            log = new PartitionedEventLog(partitions);
            log.tail(this);
        }

        @Override
        public void begin(Position newest) {
            ring.begin(newest);
        }

        @Override
        public void appended(Entry entry) {
            ring.append(RingFrame.of(entry), 0);
        }
    }

    private record Appended(String topic, int partition, Position place) {}

    private final List<Node> nodes = new ArrayList<>();
    private final List<Appended> appended = new ArrayList<>();
    /** The reader's topics: each update has one of its own. */
    private final List<String> got = new ArrayList<>();
    /** Pairs of where the reader was and up to where it was told of a loss. */
    private final List<Position> excused = new ArrayList<>();

    private Position position = Position.ORIGIN;

    @BeforeTry
    void begin() {
        nodes.clear();
        appended.clear();
        got.clear();
        excused.clear();
        position = Position.ORIGIN;
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void shouldReadEachPartitionWholeFromNodesThatMergeThemDifferently(
            @ForAll @IntRange(min = 2, max = 5) int partitions,
            @ForAll @IntRange(min = 1, max = 30) int ringSize,
            @ForAll boolean forgetful,
            @ForAll long seed) {
        Random random = new Random(seed);
        AtomicLong clock = new AtomicLong(1_000);
        List<MemoryEventLog> shared = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            shared.add(new MemoryEventLog(
                    Logs.config(forgetful ? 20 : 1_000_000, 0, Duration.ZERO), new TestClock(clock::get)));
            int partition = i;
            Logs.tail(
                    shared.get(i),
                    entry -> appended.add(
                            new Appended(entry.update().topics().get(0).name(), partition, entry.position())));
        }
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Node(shared, ringSize));
        }
        Node at = nodes.get(0);
        for (int step = 0; step < STEPS; step++) {
            clock.addAndGet(random.nextInt(2));
            switch (random.nextInt(5)) {
                case 0, 1 -> Logs.append(any(nodes, random).log, new Topic("t" + step));
                case 2 -> any(any(nodes, random).partitions, random).deliver(1 + random.nextInt(3));
                case 3 -> at = hop(any(nodes, random));
                default -> read(at, 1 + random.nextInt(5), random);
            }
        }
        at.partitions.forEach(partition -> partition.deliver(Integer.MAX_VALUE));
        while (!position.covers(at.ring.newest())) {
            read(at, 100, random);
        }

        List<Appended> missing = new ArrayList<>(appended);
        missing.removeIf(update -> got.contains(update.topic()));
        assertThat(missing).allMatch(update -> forgetful && isExcused(update));
        for (int i = 0; i < partitions; i++) {
            int partition = i;
            List<String> whole = appended.stream()
                    .filter(update -> update.partition() == partition)
                    .map(Appended::topic)
                    .toList();
            assertThat(got.stream().filter(whole::contains))
                    .containsExactlyElementsOf(
                            whole.stream().filter(got::contains).toList());
        }
    }

    private static <T> T any(List<T> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }

    /**
     * Another node is asked for the place that some node has told, whether it has forgotten what stood there or not.
     */
    private Node hop(Node to) {
        if (!to.ring.newest().covers(position)) {
            assertThat(Logs.await(to.log.reach(position))).isTrue();
        }
        assertThat(to.ring.newest().covers(position)).isTrue();
        return to;
    }

    private void read(Node at, int count, Random random) {
        long sequence = at.ring.after(position);
        if (sequence < 0) {
            readPage(at, count, random);
            return;
        }
        RingSlot slot = at.ring.at(sequence);
        for (int i = 0; i < count && slot != null; i++) {
            take(slot.position(), slot.logged().topics());
            slot = at.ring.at(slot.sequence() + 1);
        }
    }

    private void readPage(Node at, int limit, Random random) {
        Page page = Logs.await(at.log.read(position, Logs.ALL, limit));
        assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
        Position lost = page.lost();
        if (lost != null) {
            excused.add(position);
            excused.add(lost);
        }
        for (Entry entry : page.entries()) {
            take(entry.position(), entry.update().topics());
            if (random.nextInt(10) == 0) {
                return; // The client leaves in the middle.
            }
        }
        assertThat(page.through().covers(position)).isTrue();
        position = page.through();
    }

    private void take(Position next, List<Topic> topics) {
        assertThat(next.isAfter(position)).isTrue();
        position = next;
        got.add(topics.get(0).name());
    }

    private boolean isExcused(Appended update) {
        for (int i = 0; i < excused.size(); i += 2) {
            if (update.place().isAfter(place(excused.get(i), update.partition()))
                    && !update.place().isAfter(place(excused.get(i + 1), update.partition()))) {
                return true;
            }
        }
        return false;
    }

    private static Position place(Position position, int partition) {
        return position.equals(Position.ORIGIN)
                ? position
                : Position.parse(position.toString().split("\\.", -1)[partition])
                        .orElseThrow();
    }
}
