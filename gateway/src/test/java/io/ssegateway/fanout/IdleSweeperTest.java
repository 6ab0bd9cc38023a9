package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.Position;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.CountingMetrics;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Heartbeats and maximum age, by a clock that the test moves. All streams belong to one shard. */
class IdleSweeperTest {
    private static final Duration INTERVAL = Duration.ofSeconds(32);
    private static final Duration LATEST = Duration.ofSeconds(40);
    private static final Duration TICK = Duration.ofSeconds(1);
    /** Small enough for each tick of a sweep that watches a maximum age of {@link #INTERVAL}. */
    private static final Duration STEP = Duration.ofMillis(60);

    private static final String HEARTBEAT = "2\r\n:\n\r\n";
    /** A tick where positions are sent and heartbeats are rare. */
    private static final Duration HALF_SECOND = Duration.ofMillis(500);

    private static final Topic TOPIC = new Topic("t");

    private static final Duration MAX_LAG = INTERVAL.multipliedBy(2);

    private final OneShard one =
            new OneShard(64, Settings.slow(SlowConsumerPolicy.DISCONNECT, Settings.GIBIBYTE, MAX_LAG));
    private final Streams streams = one.streams;
    private final CountingMetrics metrics = one.metrics;
    private final LoopShard shard = one.shard;

    @AfterEach
    void close() {
        one.close();
    }

    private List<Stream> open(int count) {
        List<Stream> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(joined(Interest.in(TOPIC)));
        }
        return opened;
    }

    /** A stream whose begin is read already. */
    private Stream joined(Interest interest, ChannelHandler... handlers) {
        Stream stream = one.join(ResumePoint.LIVE, interest, Duration.ZERO, true, handlers);
        stream.written();
        return stream;
    }

    private Stream plain(Interest interest) {
        Stream stream = one.join(ResumePoint.LIVE, interest, Duration.ZERO, false);
        stream.written();
        return stream;
    }

    private void sweep(Duration interval, Duration maxAge) {
        sweep(interval, SendPosition.NEVER, maxAge);
    }

    private void sweep(Duration interval, SendPosition sendPosition, Duration maxAge) {
        one.sweep(new HeartbeatConfig(interval, sendPosition), maxAge, MAX_LAG);
    }

    private void publish() {
        one.publish("x", TOPIC);
    }

    @Test
    void shouldSendAnIdleStreamOneHeartbeatAfterTheInterval() {
        sweep(INTERVAL, Duration.ZERO);
        List<Stream> opened = open(16);

        streams.advance(INTERVAL.minusNanos(1), TICK);
        assertThat(opened).allSatisfy(stream -> assertThat(stream.written()).isEmpty());

        streams.advance(LATEST.minus(INTERVAL).plusNanos(1), TICK);
        assertThat(opened).allSatisfy(stream -> assertThat(stream.written()).isEqualTo(HEARTBEAT));
        assertThat(metrics.heartbeats).hasValue(16);
        assertThat(metrics.bytes).hasValue(16L * HEARTBEAT.length());
        assertThat(metrics.events).hasValue(0);
    }

    @Test
    void shouldGoOnWithOneHeartbeatPerInterval() {
        sweep(INTERVAL, Duration.ZERO);
        List<Stream> opened = open(8);

        for (int beat = 0; beat < 10; beat++) {
            streams.advance(LATEST, TICK);
        }
        // In 400 s: at least every 40 s, at most every 32 s.
        assertThat(opened)
                .allSatisfy(stream -> assertThat(stream.written().length() / HEARTBEAT.length())
                        .isBetween(9, 12));
    }

    @Test
    void shouldSendABareCommentToAClientWithoutChunks() {
        sweep(INTERVAL, Duration.ZERO);
        Stream old = plain(Interest.NONE);

        streams.advance(LATEST, TICK);

        assertThat(old.written()).isEqualTo(":\n");
    }

    @Test
    void shouldSendNoHeartbeatBehindWhatStillWaitsForTheSocket() {
        sweep(INTERVAL, Duration.ZERO);
        Stuck socket = new Stuck();
        Stream slow = joined(Interest.NONE, socket);
        slow.subscriber().send(Frame.of(ServerSentEvent.data("x")));
        long bytes = slow.subscriber().writer().bytes();

        streams.advance(LATEST.multipliedBy(3), TICK);

        assertThat(slow.closed()).isEmpty();
        assertThat(slow.channel().isOpen()).isTrue();
        assertThat(metrics.heartbeats).hasValue(0);
        assertThat(metrics.bytes).as("the event's").hasValue(bytes);
        assertThat(slow.subscriber().writer().bytes()).isEqualTo(bytes);

        socket.read(slow.channel());
        streams.advance(TICK.multipliedBy(8), TICK);
        assertThat(slow.written()).as("due at the next look").isEqualTo("9\r\ndata: x\n\n\r\n" + HEARTBEAT);
        assertThat(metrics.heartbeats).hasValue(1);
    }

    @Test
    void shouldNameThePositionOfAStreamWhoseTopicsAreQuiet() {
        sweep(INTERVAL, SendPosition.ALWAYS, Duration.ZERO);
        Stream quiet = joined(Interest.in(TOPIC));
        Stream plain = plain(Interest.in(TOPIC));
        Stream throttled = one.join(ResumePoint.LIVE, Interest.in(TOPIC), INTERVAL, true);
        throttled.written();
        Stream none = joined(Interest.NONE);
        for (int i = 0; i < 300; i++) {
            one.publish("elsewhere", new Topic("other"));
        }
        Block position = new Block(one.ring.newest().toString(), "position", "{}");

        streams.advance(LATEST, TICK);

        assertThat(quiet.blocks()).containsExactly(position);
        assertThat(plain.blocks()).containsExactly(position);
        assertThat(throttled.blocks()).containsExactly(position);
        assertThat(none.written()).as("it has no cursor").isEqualTo(HEARTBEAT);
        assertThat(metrics.heartbeats).hasValue(4);
        assertThat(metrics.events).hasValue(0);
    }

    /** A log that keeps 16 updates: as soon as more than 8 have come after a client's id, it gets another one, once. */
    @Test
    void shouldMoveAClientsIdBeforeTheLogDropsIt() {
        OneShard small = new OneShard(64, Settings.PATIENT, Logs.config(16, 0, Duration.ZERO));
        try (small) {
            small.sweep(new HeartbeatConfig(Duration.ofHours(1), SendPosition.AUTO), Duration.ZERO, MAX_LAG);
            List<Stream> quiet = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                quiet.add(small.join(ResumePoint.LIVE, Interest.in(TOPIC), Duration.ZERO, i % 2 == 0));
            }
            Stream busy = small.join(new Topic("busy"));
            Stream throttled = small.join(ResumePoint.LIVE, Interest.in(TOPIC), Duration.ofMinutes(1), true);
            quiet.forEach(Stream::written);
            throttled.written();
            busy.written();

            for (int i = 0; i < 8; i++) {
                small.publish("x", new Topic("busy"));
            }
            small.streams.advance(Duration.ofSeconds(5), HALF_SECOND);
            assertThat(quiet).allSatisfy(stream -> assertThat(stream.written()).isEmpty());

            small.publish("x", new Topic("busy"));
            small.streams.advance(Duration.ofSeconds(8), HALF_SECOND);
            Block position = new Block(small.ring.newest().toString(), "position", "{}");
            assertThat(quiet).allSatisfy(stream -> assertThat(stream.blocks()).containsExactly(position));
            assertThat(throttled.blocks()).containsExactly(position);
            assertThat(busy.data()).as("its ids are new").doesNotContain("{}").hasSize(9);

            small.streams.advance(Duration.ofMinutes(10), HALF_SECOND);
            assertThat(quiet).allSatisfy(stream -> assertThat(stream.written()).isEmpty());
        }
    }

    /** Each stream has one of eight turns, unless the log would have dropped its position by then. */
    @Test
    void shouldSpreadPositionsAsLongAsThereIsTime() {
        assertThat(mostPositionsInATick(1)).as("slow updates").isEqualTo(10);
        assertThat(mostPositionsInATick(60))
                .as("a log that is full again in a tick")
                .isEqualTo(80);
    }

    private static long mostPositionsInATick(int updatesInATick) {
        OneShard small = new OneShard(1024, Settings.PATIENT, Logs.config(100, 0, Duration.ZERO));
        try (small) {
            small.sweep(new HeartbeatConfig(Duration.ofHours(1), SendPosition.AUTO), Duration.ZERO, MAX_LAG);
            for (int i = 0; i < 80; i++) {
                small.join(TOPIC);
            }
            long most = 0;
            for (int tick = 0; tick < 100; tick++) {
                for (int i = 0; i < updatesInATick; i++) {
                    small.publish("x", new Topic("busy"));
                }
                long before = small.metrics.heartbeats.get();
                small.streams.advance(HALF_SECOND, HALF_SECOND);
                most = Math.max(most, small.metrics.heartbeats.get() - before);
            }
            return most;
        }
    }

    /** A client that has come back far behind the ring, with nothing for it since. */
    @Test
    void shouldMoveTheIdOfAClientThatHasCaughtUpWithNothing() {
        OneShard small = new OneShard(4, Settings.PATIENT, Logs.config(100, 0, Duration.ZERO));
        try (small) {
            small.sweep(new HeartbeatConfig(Duration.ofHours(1), SendPosition.AUTO), Duration.ZERO, MAX_LAG);
            Position first = small.publish("x", TOPIC);
            for (int i = 0; i < 60; i++) {
                small.publish("x", new Topic("busy"));
            }
            Stream stream = small.join(ResumePoint.after(first, first.toString()), TOPIC);
            stream.written();

            small.streams.advance(Duration.ofSeconds(5), HALF_SECOND);

            assertThat(stream.blocks())
                    .containsExactly(new Block(small.ring.newest().toString(), "position", "{}"));
        }
    }

    @Test
    void shouldNotNameAPositionToOneThatHasUpdatesToCome() {
        sweep(INTERVAL, SendPosition.ALWAYS, Duration.ZERO);
        Duration throttle = Duration.ofHours(1);
        Stream waiting = one.join(ResumePoint.LIVE, Interest.in(TOPIC), throttle, true);
        publish();
        one.publish("later", TOPIC);
        waiting.written();

        streams.advance(LATEST, TICK);

        assertThat(waiting.written()).isEqualTo(HEARTBEAT);
    }

    @Test
    void shouldNotNameThePositionWithoutTheSetting() {
        sweep(INTERVAL, SendPosition.NEVER, Duration.ZERO);
        Stream quiet = joined(Interest.in(TOPIC));

        streams.advance(LATEST, TICK);

        assertThat(quiet.written()).isEqualTo(HEARTBEAT);
    }

    @Test
    void shouldApplyThePolicyToOneWhoseSocketHasBeenFullForTooLong() {
        sweep(Duration.ZERO, Duration.ZERO);
        Stream stuck = joined(Interest.in(TOPIC), new Stuck());
        Stream healthy = joined(Interest.in(TOPIC));
        publish();
        publish();

        streams.advance(MAX_LAG.minus(TICK.multipliedBy(2)), TICK);
        assertThat(stuck.closed()).isEmpty();

        streams.advance(TICK.multipliedBy(12), TICK);
        assertThat(stuck.closed()).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(healthy.closed()).isEmpty();
        assertThat(metrics.lagging).hasValue(0);
    }

    @Test
    void shouldLeaveABusyStreamAlone() {
        sweep(INTERVAL, Duration.ZERO);
        List<Stream> opened = open(8);

        for (int i = 0; i < 10; i++) {
            streams.advance(INTERVAL.minusSeconds(1), TICK);
            publish();
        }

        assertThat(metrics.heartbeats).hasValue(0);
        assertThat(opened).allSatisfy(stream -> assertThat(stream.written()).doesNotContain(HEARTBEAT));
    }

    @Test
    void shouldSpreadHeartbeatsAfterABroadcast() {
        sweep(INTERVAL, Duration.ZERO);
        open(80);
        publish();
        streams.advance(INTERVAL.minusNanos(1), TICK);

        Set<Long> batches = new HashSet<>();
        long before = 0;
        for (int tick = 0; tick <= 8; tick++) {
            streams.advance(TICK, TICK);
            batches.add(metrics.heartbeats.get() - before);
            before = metrics.heartbeats.get();
        }

        assertThat(metrics.heartbeats).hasValue(80);
        assertThat(batches).as("never more than an eighth at once").isSubsetOf(0L, 10L);
    }

    @Test
    void shouldNeverSendHeartbeatsWithoutAnInterval() {
        sweep(Duration.ZERO, Duration.ofHours(2));
        List<Stream> opened = open(4);

        streams.advance(Duration.ofHours(1), Duration.ofMinutes(1));

        assertThat(opened).allSatisfy(stream -> assertThat(stream.written()).isEmpty());
    }

    @Test
    void shouldScheduleNothingWhereThereIsNothingToDo() {
        sweep(Duration.ZERO, Duration.ZERO);
        Stream stream = open(1).get(0);

        streams.advance(Duration.ofDays(365), Duration.ofDays(1));

        assertThat(stream.written()).isEmpty();
        assertThat(stream.channel().isOpen()).isTrue();
    }

    @Test
    void shouldEndAStreamAtItsMaximumAge() {
        sweep(Duration.ZERO, INTERVAL);
        List<Stream> opened = open(16);
        Stream old = plain(Interest.NONE);

        streams.advance(INTERVAL.multipliedBy(8).dividedBy(10).minusNanos(1), STEP);
        assertThat(opened).allMatch(stream -> stream.channel().isOpen());

        // A stream that leaves makes room for another one, whose turn may come a round later then.
        streams.advance(INTERVAL.dividedBy(4), STEP);
        assertThat(opened).allSatisfy(stream -> {
            assertThat(stream.written()).isEqualTo("0\r\n\r\n");
            assertThat(stream.channel().isOpen()).isFalse();
            assertThat(stream.closed()).containsExactly(CloseReason.MAX_AGE);
        });
        assertThat(old.written()).isEmpty();
        assertThat(old.closed()).containsExactly(CloseReason.MAX_AGE);
        assertThat(shard.count()).isZero();
    }

    /**
     * Streams that opened together end between 80 and 100 % of the age, in no quarter of that time more than a half of
     * them.
     */
    @Test
    void shouldEndStreamsOfOneAgeAtDifferentTimes() {
        sweep(Duration.ZERO, INTERVAL);
        List<Stream> opened = open(64);
        Duration part = INTERVAL.dividedBy(20);
        streams.advance(part.multipliedBy(16), STEP);
        assertThat(opened).allMatch(stream -> stream.channel().isOpen());

        long open = 64;
        for (int i = 0; i < 4; i++) {
            streams.advance(part, STEP);
            long left =
                    opened.stream().filter(stream -> stream.channel().isOpen()).count();
            assertThat(open - left).as("ended in part %d", i).isBetween(1L, 32L);
            open = left;
        }
        streams.advance(part, STEP);
        assertThat(opened)
                .as("those that have moved in the list more than once")
                .noneMatch(stream -> stream.channel().isOpen());
    }

    @Test
    void shouldSendNothingAfterTheEnd() {
        sweep(INTERVAL, INTERVAL.multipliedBy(2));
        List<Stream> opened = open(16);
        streams.advance(INTERVAL.multipliedBy(6), TICK);

        assertThat(opened)
                .allSatisfy(stream ->
                        assertThat(Block.chunks(stream.written()).ended()).isTrue());
        long before = metrics.heartbeats.get();
        streams.advance(INTERVAL.multipliedBy(3), TICK);
        assertThat(metrics.heartbeats).hasValue(before);
    }
}
