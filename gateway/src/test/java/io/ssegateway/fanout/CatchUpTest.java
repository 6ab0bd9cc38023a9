package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogTopicConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GapReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.AnyTopic;
import io.ssegateway.topic.ExactTopic;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Streams that begin behind the newest update: over the log, the ring, and on to live; and what they are told. */
class CatchUpTest {
    private static final Topic A = Logs.A;
    private static final Topic B = Logs.B;

    @AutoClose
    private OneShard one = new OneShard(16);

    private void bounded(int events, LogTopicConfig... topics) {
        one.close();
        one = new OneShard(4, Settings.PATIENT, Logs.config(events, 0, Duration.ZERO, topics));
    }

    private void append(int from, int to, Topic... topics) {
        IntStream.range(from, to).forEach(i -> one.append("" + i, topics));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static Block gap(GapReason reason, String requested, Position resumedFrom) {
        return new Block(
                resumedFrom.toString(),
                "gap",
                "{\"reason\":\"%s\",\"requested\":\"%s\",\"resumedFrom\":\"%s\"}"
                        .formatted(reason.word(), requested, resumedFrom));
    }

    private ResumePoint after(Position position) {
        return ResumePoint.after(position, position.toString());
    }

    @Test
    void shouldReadTheLogThenTheRingThenLive() {
        Position birth = one.ring.newest();
        append(0, 3, A);
        Position third = one.ring.newest();
        append(3, 2_000, A);
        Stream all = one.join(after(birth), A);
        Stream most = one.join(after(third), A);
        Stream few = one.join(after(one.record.get(1_989).position()), A);
        Stream none = one.join(after(one.ring.newest()), A);
        append(2_000, 2_005, A, B);
        one.streams.run();

        List<Block> blocks = all.blocks();
        assertThat(blocks.get(0)).isEqualTo(new Block(birth.toString(), null, null));
        assertThat(blocks.subList(1, blocks.size())).extracting(Block::data).isEqualTo(numbers(0, 2_005));
        assertThat(most.data()).isEqualTo(numbers(3, 2_005));
        assertThat(few.data()).isEqualTo(numbers(1_990, 2_005));
        assertThat(none.data()).isEqualTo(numbers(2_000, 2_005));
        assertThat(one.metrics.lagging).hasValue(0);
        assertThat(one.metrics.gaps).isEmpty();
        assertThat(all.subscriber().cursor()).isNull();
        assertThat(all.subscriber().writer().events()).isEqualTo(2_005);
    }

    @Test
    void shouldReadOnlyWhatIsWanted() {
        Position birth = one.ring.newest();
        for (int i = 0; i < 10_000; i++) {
            one.append("" + i, i % 1_000 == 0 ? A : B);
        }
        Stream rare = one.join(after(birth), A);
        Stream plain = one.join(after(birth), Interest.in(A), Duration.ZERO, false);

        List<String> expected = one.published(birth, Interest.in(A));
        assertThat(expected).hasSize(10);
        assertThat(rare.data()).isEqualTo(expected);
        assertThat(plain.data()).isEqualTo(expected);
    }

    @Test
    void shouldReplayPrivateUpdatesToThoseAloneWhoMayHaveThem() {
        Position birth = one.ring.newest();
        IntStream.range(0, 1_000).forEach(i -> one.appendPrivate("" + i, A));
        Stream stranger = one.join(after(birth), A);
        Stream friend = one.join(
                after(birth),
                new Interest(List.of(new ExactTopic(A)), List.of(AnyTopic.INSTANCE)),
                Duration.ZERO,
                true);
        one.publish("open", A);

        assertThat(stranger.data()).containsExactly("open");
        assertThat(friend.data()).startsWith("0", "1").endsWith("999", "open").hasSize(1_001);
        assertThat(one.metrics.lagging).hasValue(0);
        assertThat(one.metrics.gaps).isEmpty();
    }

    @Test
    void shouldTellWhatIsNoLongerThere() {
        bounded(10);
        append(0, 20, A);
        Position requested = one.record.get(2).position();
        Stream stream = one.join(after(requested), A);

        List<Block> blocks = stream.blocks();
        assertThat(blocks.get(0).id()).isEqualTo(requested.toString());
        assertThat(blocks.get(1))
                .isEqualTo(gap(
                        GapReason.EXPIRED,
                        requested.toString(),
                        one.record.get(9).position()));
        assertThat(blocks.subList(2, blocks.size())).extracting(Block::data).isEqualTo(numbers(10, 20));
        assertThat(one.metrics.gaps).containsExactly(GapReason.EXPIRED);
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Test
    void shouldTellALossAlsoIfNothingIsLeft() {
        bounded(1);
        append(0, 5, A);
        one.append("b", B);
        Position requested = one.record.get(2).position();
        Stream stream = one.join(after(requested), A);
        one.publish("new", A);

        assertThat(stream.blocks())
                .containsExactly(
                        new Block(requested.toString(), null, null),
                        gap(
                                GapReason.EXPIRED,
                                requested.toString(),
                                one.record.get(4).position()),
                        new Block(one.ring.newest().toString(), null, "new"));
    }

    @Test
    void shouldTellThatTheIdIsNotKnownAndSendAllThereIs() {
        bounded(10);
        append(0, 20, A);
        Stream stream = one.join(ResumePoint.unknownId("nobody's"), A);

        List<Block> blocks = stream.blocks();
        assertThat(blocks.get(0).id()).isEqualTo("nobody's");
        assertThat(blocks.get(1))
                .isEqualTo(
                        gap(GapReason.UNKNOWN_ID, "nobody's", one.record.get(9).position()));
        assertThat(blocks.subList(2, blocks.size())).extracting(Block::data).isEqualTo(numbers(10, 20));
        assertThat(one.metrics.gaps).containsExactly(GapReason.UNKNOWN_ID);
    }

    @Test
    void shouldTellNothingToOneThatAskedForAllThereIs() {
        bounded(10);
        append(0, 20, A);
        Stream stream = one.join(ResumePoint.EARLIEST, A);

        assertThat(stream.data()).isEqualTo(numbers(10, 20));
        assertThat(one.metrics.gaps).isEmpty();
    }

    @Test
    void shouldTellOneLossOnceWhereTheLogHasSeveralRules() {
        bounded(Logs.PLENTY, Logs.events("/b", 2));
        for (int i = 0; i < 1_000; i++) {
            one.append("a" + i, A);
            one.append("b" + i, B);
        }
        Position requested = one.record.get(0).position();
        Stream stream = one.join(after(requested), A, B);
        Stream earliest = one.join(ResumePoint.EARLIEST, A, B);

        List<Block> blocks = stream.blocks();
        assertThat(blocks).filteredOn(Block::isGap).hasSize(1);
        assertThat(earliest.blocks()).noneMatch(Block::isGap);
        Position resumed = Position.parse("" + blocks.get(1).id()).orElseThrow();
        assertThat(one.record.get(2).position().isAfter(resumed))
                .as("who has got the gap alone, and resumes by its id, must not lose what comes behind it")
                .isTrue();
        assertThat(blocks.stream().filter(Block::isUpdate)).hasSize(999 + 2);
    }

    @Test
    void shouldTellWhenTheLogForgetsWhatAStreamHasNotReadYet() {
        bounded(10);
        Stuck socket = new Stuck();
        Stream slow = one.join(ResumePoint.LIVE, Interest.in(A), Duration.ZERO, true, socket);
        one.publish("first", A);
        append(0, 30, A);
        one.streams.run();
        socket.read(slow.channel());
        one.streams.run();

        List<Block> blocks = slow.blocks();
        assertThat(blocks.get(1).data()).isEqualTo("first");
        assertThat(blocks.get(2))
                .isEqualTo(gap(
                        GapReason.EXPIRED,
                        one.record.get(0).position().toString(),
                        one.record.get(20).position()));
        assertThat(blocks.subList(3, blocks.size())).extracting(Block::data).isEqualTo(numbers(20, 30));
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Test
    void shouldFinishACutFrameBeforeAnythingElse() {
        Stuck socket = new Stuck();
        Stream stream = one.join(ResumePoint.LIVE, Interest.in(A), Duration.ZERO, true, socket);
        String large = "x".repeat(10_000);
        for (int i = 0; i < 4; i++) {
            one.publish(large, A);
            stream.subscriber().send(Frame.of(ServerSentEvent.data("own")));
            stream.subscriber().writer().finishFrame();
            stream.channel().write(Unpooled.copiedBuffer("b\r\ndata: raw\n\n\r\n", StandardCharsets.US_ASCII));
            socket.readOnce(stream.channel());
            one.streams.run();
        }
        stream.subscriber().end(CloseReason.DRAIN);
        socket.read(stream.channel());
        one.streams.run();

        Block.Arrived arrived = Block.chunks(stream.written());
        assertThat(arrived.ended()).isTrue();
        assertThat(arrived.blocks()).extracting(Block::data).contains(large, "own", "raw");
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Test
    void shouldLeaveTheChannelBehindAWholeFrameWhenTheStreamLeavesTheGroup() {
        Stuck socket = new Stuck();
        Stream stream = one.join(ResumePoint.LIVE, Interest.in(A), Duration.ZERO, true, socket);
        one.publish("y".repeat(10_000), A);

        one.shard.remove(stream.subscriber(), CloseReason.CLIENT);
        socket.read(stream.channel());
        one.streams.run();

        assertThat(stream.data()).containsExactly("y".repeat(10_000));
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Test
    void shouldResumeWithoutTheLogWhatTheRingHas() {
        one.close();
        UnsteadyLog log = new UnsteadyLog(new MemoryEventLog(Logs.unbounded(), new TestClock(() -> 1_000)));
        one = new OneShard(64, Settings.PATIENT, log);
        Position birth = one.ring.newest();
        append(0, 50, A);
        log.fails = true;

        Stream stream = one.join(after(birth), A);
        append(50, 60, A);
        one.streams.run();

        assertThat(stream.data()).isEqualTo(numbers(0, 60));
        assertThat(log.reads).isZero();
    }

    @Test
    void shouldAskTheLogForWhatItMayHaveDroppedAlthoughTheRingHasIt() {
        one.close();
        LogConfig config = Logs.config(10, 0, Duration.ZERO);
        UnsteadyLog log = new UnsteadyLog(new MemoryEventLog(config, new TestClock(() -> 1_000)));
        one = new OneShard(OneShard.settings(64, Settings.PATIENT, config), log);
        Position birth = one.ring.newest();
        append(0, 4, A);
        Stream safe = one.join(after(birth), A);
        assertThat(log.reads).isZero();
        append(4, 20, A);

        Stream late = one.join(after(birth), A);

        assertThat(log.reads).isPositive();
        one.streams.run();
        assertThat(late.blocks()).extracting(Block::event).contains("gap");
        assertThat(safe.blocks()).extracting(Block::event).doesNotContain("gap");
    }

    @Test
    void shouldWaitForALogThatFailsAndLetGoOfStreamsThatCloseMeanwhile() {
        one.close();
        UnsteadyLog log = new UnsteadyLog(new MemoryEventLog(Logs.unbounded(), new TestClock(() -> 1_000)));
        one = new OneShard(4, Settings.slow(SlowConsumerPolicy.DISCONNECT, 1_000, Duration.ofSeconds(5)), log);
        Position birth = one.ring.newest();
        append(0, 50, A);
        log.fails = true;
        Stream patient = one.join(after(birth), A);
        Stream leaving = one.join(after(birth), A);
        assertThat(one.metrics.lagging).hasValue(2);

        one.leave(leaving);
        one.streams.advance(Duration.ofSeconds(20), Duration.ofMillis(100));
        assertThat(one.metrics.lagging).hasValue(1);
        assertThat(patient.closed()).isEmpty();
        log.fails = false;
        one.streams.advance(Duration.ofSeconds(4), Duration.ofMillis(100));

        assertThat(patient.data()).isEqualTo(numbers(0, 50));
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Test
    void shouldAskALogThatFailsLessAndLessOftenAndKeepTheStreamAlive() {
        one.close();
        UnsteadyLog log = new UnsteadyLog(new MemoryEventLog(Logs.unbounded(), new TestClock(() -> 1_000)));
        one = new OneShard(4, Settings.PATIENT, log);
        Duration interval = Duration.ofSeconds(15);
        one.sweep(new HeartbeatConfig(interval, SendPosition.ALWAYS), Duration.ZERO, Duration.ofHours(1));
        Position birth = one.ring.newest();
        append(0, 50, A);
        log.fails = true;
        Stream stream = one.join(after(birth), A);
        stream.written();

        one.streams.advance(Duration.ofMinutes(10), Duration.ofMillis(100));

        // Every 2 to 4 seconds once it has got used to it.
        assertThat(log.reads).isBetween(150, 310);
        assertThat(stream.written().split(":\n", -1).length - 1).isBetween(25, 41);
        log.fails = false;
        one.streams.advance(Duration.ofSeconds(4), Duration.ofMillis(100));
        assertThat(stream.data()).isEqualTo(numbers(0, 50));
        assertThat(one.metrics.lagging).hasValue(0);
    }
}
