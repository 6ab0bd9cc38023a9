package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.catchup.SlowConsumers;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.LocalConnections;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Batches: what goes into one write, for whom, and what happens while one is under way. */
class LivePassTest {
    private static final Topic A = Logs.A;
    private static final Topic B = Logs.B;
    private static final Topic C = Logs.C;
    private static final int MANY = 2 * LivePass.WRITES_PER_TURN + 50;

    @AutoClose
    private OneShard one = new OneShard();

    private Stream plain(Interest interest) {
        return one.join(ResumePoint.LIVE, interest, Duration.ZERO, false);
    }

    private void append(int from, int to, Topic... topics) {
        IntStream.range(from, to).forEach(i -> one.append("" + i, topics));
    }

    private static void checkGot(List<Stream> streams, List<String> data) {
        assertThat(streams.stream().map(Stream::data).distinct().toList()).containsExactly(data);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void shouldDeliverWhatWasPublishedMeanwhileInOneWrite() {
        Stream stream = one.join(A);
        long bytes = stream.written().length();
        append(0, 20, A);
        one.streams.run();

        assertThat(stream.channel().outboundMessages()).hasSize(1);
        String written = stream.written();
        assertThat(Block.chunks(written).blocks()).extracting(Block::data).containsExactlyElementsOf(numbers(0, 20));
        assertThat(one.metrics.writes).hasValue(1);
        assertThat(one.metrics.events).hasValue(20);
        assertThat(one.metrics.bytes).hasValue(written.length());
        assertThat(stream.subscriber().writer().events()).isEqualTo(20);
        assertThat(stream.subscriber().writer().bytes()).isEqualTo(bytes + written.length());
        assertThat(one.shard.pass().position().passed()).isEqualTo(one.ring.newest());
    }

    @Test
    void shouldLeaveALoopAsleepThatWantsNothing() {
        Stream stream = one.join(A);
        append(0, 10, B);
        Position asleep = one.shard.pass().position().passed();
        one.streams.run();
        assertThat(one.shard.pass().position().passed()).isEqualTo(asleep);

        one.publish("1", A);
        assertThat(one.shard.pass().position().passed()).isEqualTo(one.ring.newest());
        append(10, 100, B);
        one.streams.run();
        assertThat(one.ring.head() - one.shard.pass().position().next()).isLessThanOrEqualTo(64);

        append(100, 110, B);
        Stream late = one.join(B);
        append(110, 112, B);
        one.streams.run();
        assertThat(stream.data()).containsExactly("1");
        assertThat(late.data()).containsExactly("110", "111");
    }

    @Test
    void shouldWakeALoopBeforeItIsOvertakenByLargeUpdates() {
        one.close();
        one = new OneShard(
                new FanoutSettings(
                        1024,
                        100_000,
                        new RetentionPolicy(Logs.unbounded()),
                        Settings.NO_HEARTBEAT,
                        Duration.ZERO,
                        new SlowConsumers(Settings.PATIENT),
                        0,
                        0),
                new MemoryEventLog(Logs.unbounded(), new TestClock(() -> 1_000)));
        Stream stream = one.join(A);
        for (int i = 0; i < 20; i++) {
            one.publish("x".repeat(20_000), B);
            assertThat(one.ring.at(one.shard.pass().position().next()) == null)
                    .isEqualTo(one.shard.pass().position().next() == one.ring.head());
        }
        assertThat(stream.subscriber().cursor()).isNull();
    }

    @Test
    void shouldLookAtWhatAnIdleLoopWasNotWokenFor() {
        one.join(A);
        append(0, 3, B);
        one.shard.pass().catchUp();
        assertThat(one.shard.pass().position().passed()).isEqualTo(one.ring.newest());
    }

    @Test
    void shouldGoOnBehind64Frames() {
        Stream stream = one.join(A);
        Stream other = plain(Interest.in(B, A));
        append(0, 130, A);
        append(130, 300, B);
        append(300, 301, A);
        one.streams.run();

        assertThat(stream.data()).isEqualTo(one.published(Position.ORIGIN, Interest.in(A)));
        assertThat(other.data()).isEqualTo(numbers(0, 301));
    }

    @Test
    void shouldDeliverFramesThatAreLargerThanAWrite() {
        Stream stream = one.join(A);
        Stream plain = plain(Interest.in(A, B));
        String large = "x".repeat(3 * WriteBuffer.CAPACITY);
        String almost = "y".repeat(WriteBuffer.CAPACITY - 100);
        for (String data : List.of("1", large, "2", almost, almost, large, large, "3")) {
            one.append(data, A);
        }
        one.append(large, B);
        one.append("4", B, A);
        one.streams.run();

        assertThat(stream.data()).containsExactly("1", large, "2", almost, almost, large, large, "3", "4");
        assertThat(plain.data()).containsExactly("1", large, "2", almost, almost, large, large, "3", large, "4");
    }

    @Test
    void shouldKeepLogOrderAcrossTopicsForEveryAudience() {
        List<Interest> interests = List.of(
                Interest.in(A),
                Interest.in(A, C),
                Interest.in(A, B, C),
                new Interest(List.of(TopicMatchers.of("/{x}/1"))),
                new Interest(List.of(TopicMatchers.of("*"))),
                new Interest(List.of(TopicMatchers.of("/b/{id}"), TopicMatchers.of(B.name()))));
        List<Stream> all = new ArrayList<>();
        for (Interest interest : interests) {
            all.add(one.join(ResumePoint.LIVE, interest, Duration.ZERO, true));
            all.add(plain(interest));
        }
        List<List<Topic>> pattern = List.of(List.of(A), List.of(B), List.of(C, A), List.of(B, C), List.of(A, B, C));
        for (int i = 0; i < 200; i++) {
            one.append("" + i, pattern.get(i * 7 % 11 % 5).toArray(Topic[]::new));
        }
        one.streams.run();

        assertThat(all)
                .allSatisfy(stream -> assertThat(stream.data())
                        .isEqualTo(one.published(
                                Position.ORIGIN, stream.subscriber().interest())));
    }

    @Test
    void shouldLetTheLoopDoItsOtherWorkInTheMiddleOfABatch() {
        List<Stream> early = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            early.add(one.streams.open(A));
            one.add(early.get(i), ResumePoint.LIVE);
        }
        early.forEach(Stream::written);
        List<Stream> late = new ArrayList<>();
        List<Integer> reached = new ArrayList<>();
        append(0, 3, A);
        one.loop.execute(() -> {
            reached.add((int) one.metrics.writes.get());
            assertThat(one.shard.pass().isSettled()).isFalse();
            // One that has got the batch leaves, and so does one that has not; others come; more is published.
            one.leave(early.get(0));
            one.leave(early.get(MANY - 1));
            one.leave(early.get(MANY - 2));
            late.add(one.streams.open(A));
            late.add(one.streams.open(B));
            late.add(one.streams.open(A, B));
            late.forEach(stream -> one.add(stream, ResumePoint.LIVE));
            append(3, 5, A);
            one.append("b", B);
        });
        one.streams.run();

        assertThat(reached).containsExactly(LivePass.WRITES_PER_TURN);
        assertThat(early.get(0).data()).isEqualTo(numbers(0, 3));
        assertThat(early.get(MANY - 1).written()).isEmpty();
        assertThat(early.subList(1, MANY - 2))
                .allSatisfy(stream -> assertThat(stream.data()).isEqualTo(numbers(0, 5)));
        assertThat(late.get(0).data()).containsExactly("3", "4");
        assertThat(late.get(1).data()).containsExactly("b");
        assertThat(late.get(2).data()).containsExactly("3", "4", "b");
        assertThat(one.shard.pass().isSettled()).isTrue();
    }

    /** Opens streams for two turns and a half; in the first one {@code took} goes by and {@code publish} runs. */
    private List<Stream> passThatTakes(Duration took, Runnable publish) {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            streams.add(one.join(A));
            streams.get(i).written();
        }
        append(0, 1, A);
        one.loop.execute(() -> {
            one.streams.ticker.advance(took.toNanos(), TimeUnit.NANOSECONDS);
            publish.run();
        });
        one.streams.run();
        return streams;
    }

    @Test
    void shouldLetPublishersFillTheNextBatchWhenTheyAreFasterThanAPass() {
        List<Stream> streams = passThatTakes(Duration.ofMillis(1), () -> append(1, 3, A));
        assertThat(one.shard.pass().isSettled()).isTrue();
        append(3, 5, A);
        one.streams.advance(Duration.ofMillis(4).minusNanos(1), Duration.ofMillis(1));
        checkGot(streams, numbers(0, 1));
        append(5, 6, A);
        long writes = one.metrics.writes.get();
        one.streams.advance(Duration.ofNanos(1), Duration.ofNanos(1));

        checkGot(streams, numbers(1, 6));
        assertThat(one.metrics.writes).hasValue(writes + MANY);
    }

    @Test
    void shouldNotRestForLongerThanAFewMilliseconds() {
        List<Stream> streams = passThatTakes(Duration.ofSeconds(1), () -> append(1, 2, A));
        checkGot(streams, numbers(0, 1));
        one.streams.advance(Duration.ofMillis(Linger.LONGEST_MILLIS), Duration.ofMillis(1));

        checkGot(streams, numbers(1, 2));
    }

    @Test
    void shouldNotRestForLongerThanOtherTestsWait() {
        assertThat(Linger.LONGEST_MILLIS).isLessThanOrEqualTo(LocalConnections.LINGER_MILLIS);
    }

    @Test
    void shouldNotRestWhenNothingHasComeMeanwhile() {
        List<Stream> streams = passThatTakes(Duration.ofMillis(2), () -> {});
        append(1, 2, A);
        one.streams.run();

        checkGot(streams, numbers(0, 2));
    }

    @Test
    void shouldNotRestWhenTheNextBatchHasAllTheUpdatesThatItTakes() {
        List<Stream> streams = passThatTakes(Duration.ofMillis(2), () -> append(1, 65, A));

        checkGot(streams, numbers(0, 65));
    }

    @Test
    void shouldNotRestWhenTheNextBatchHasAllTheBytesThatItTakes() {
        String large = "x".repeat(WriteBuffer.CAPACITY);
        List<Stream> streams = passThatTakes(Duration.ofMillis(2), () -> one.append(large, A));

        checkGot(streams, List.of("0", large));
    }

    @Test
    void shouldNotRestAfterAShortPass() {
        List<Stream> streams = passThatTakes(Duration.ofNanos(100_000), () -> append(1, 2, A));

        checkGot(streams, numbers(0, 2));
    }

    @Test
    void shouldNotRepeatABatchForAStreamThatReplayedItMeanwhile() {
        for (int i = 0; i < MANY; i++) {
            one.add(one.streams.open(A), ResumePoint.LIVE);
        }
        List<Stream> replaying = new ArrayList<>();
        ResumePoint start = ResumePoint.after(one.ring.newest(), "");
        append(0, 3, A);
        one.loop.execute(() -> {
            replaying.add(one.streams.open(A));
            one.add(replaying.get(0), start);
            append(3, 6, A);
        });
        one.streams.run();
        append(6, 8, A);
        one.streams.run();

        assertThat(replaying.get(0).data()).isEqualTo(numbers(0, 8));
    }

    @Test
    void shouldLoseAndRepeatNothingWhenFramesLeaveTheRingBeforeTheLoopCameToThem() {
        one.close();
        one = new OneShard(2);
        List<Stream> all = List.of(one.join(A), plain(Interest.in(A, B)), one.join(B), one.join(A, B));
        for (int round = 0; round < 20; round++) {
            append(round * 10, round * 10 + 3 + round % 7, A);
            one.append("b" + round, B);
            one.streams.run();
        }

        assertThat(all)
                .allSatisfy(stream -> assertThat(stream.data())
                        .isEqualTo(one.published(
                                Position.ORIGIN, stream.subscriber().interest())));
        assertThat(one.metrics.lagging).hasValue(0);
        assertThat(one.metrics.gaps).isEmpty();
    }

    @Test
    void shouldNotRepeatWhatAStreamHasThatWasAheadWhenTheRingOvertookTheLoop() {
        one.close();
        one = new OneShard(2);
        for (int i = 0; i < MANY; i++) {
            one.add(one.streams.open(B), ResumePoint.LIVE);
        }
        List<Stream> ahead = new ArrayList<>();
        one.append("b", B);
        // In the middle of the batch a stream joins that is ahead of the others, and the ring overtakes it.
        one.loop.execute(() -> {
            append(0, 5, A);
            ahead.add(one.streams.open(A));
            one.add(ahead.get(0), ResumePoint.LIVE);
            append(5, 10, A);
        });
        one.streams.run();

        assertThat(ahead.get(0).data()).isEqualTo(numbers(5, 10));
    }

    @Test
    void shouldDeliverNothingOfBeforeToAShardThatHadNobody() {
        append(0, 2_000, A);
        Stream stream = one.join(A);
        one.publish("new", A);

        assertThat(stream.data()).containsExactly("new");
    }
}
