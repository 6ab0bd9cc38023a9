package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.SlowConsumerPolicyName;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
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
class SweepTest {
    private static final Duration INTERVAL = Duration.ofSeconds(32);
    private static final Duration LATEST = Duration.ofSeconds(40);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final String HEARTBEAT = "3\r\n:\n\n\r\n";
    private static final Topic TOPIC = new Topic("t");

    private static final Duration MAX_LAG = INTERVAL.multipliedBy(2);

    private final OneShard one =
            new OneShard(64, Settings.slow(SlowConsumerPolicyName.DISCONNECT, Settings.GIBIBYTE, MAX_LAG));
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
        Stream stream = one.join(Start.LIVE, interest, Duration.ZERO, true, handlers);
        stream.written();
        return stream;
    }

    private Stream plain(Interest interest) {
        Stream stream = one.join(Start.LIVE, interest, Duration.ZERO, false);
        stream.written();
        return stream;
    }

    private void sweep(Duration interval, Duration maxAge) {
        sweep(interval, false, maxAge);
    }

    private void sweep(Duration interval, boolean sendPosition, Duration maxAge) {
        new Sweep(shard, new HeartbeatConfig(interval, sendPosition), maxAge, MAX_LAG).start(0);
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

        assertThat(old.written()).isEqualTo(":\n\n");
    }

    @Test
    void shouldSendNoHeartbeatBehindWhatStillWaitsForTheSocket() {
        sweep(INTERVAL, Duration.ZERO);
        Stuck socket = new Stuck();
        Stream slow = joined(Interest.NONE, socket);
        shard.send(slow.subscriber(), Frame.of(ServerSentEvent.data("x")));
        long bytes = slow.subscriber().bytes();

        streams.advance(LATEST.multipliedBy(3), TICK);

        assertThat(slow.closed()).isEmpty();
        assertThat(slow.channel().isOpen()).isTrue();
        assertThat(metrics.heartbeats).hasValue(0);
        assertThat(metrics.bytes).as("the event's").hasValue(bytes);
        assertThat(slow.subscriber().bytes()).isEqualTo(bytes);

        socket.read(slow.channel());
        streams.advance(TICK.multipliedBy(8), TICK);
        assertThat(slow.written()).as("due at the next look").isEqualTo("9\r\ndata: x\n\n\r\n" + HEARTBEAT);
        assertThat(metrics.heartbeats).hasValue(1);
    }

    @Test
    void shouldNameThePositionOfAStreamWhoseTopicsAreQuiet() {
        sweep(INTERVAL, true, Duration.ZERO);
        Stream quiet = joined(Interest.in(TOPIC));
        Stream plain = plain(Interest.in(TOPIC));
        Stream throttled = one.join(Start.LIVE, Interest.in(TOPIC), INTERVAL, true);
        throttled.written();
        Stream none = joined(Interest.NONE);
        for (int i = 0; i < 300; i++) {
            one.publish("elsewhere", new Topic("other"));
        }
        Block position = new Block(one.ring.newest().toString(), null, null);

        streams.advance(LATEST, TICK);

        assertThat(quiet.blocks()).containsExactly(position);
        assertThat(plain.blocks()).containsExactly(position);
        assertThat(throttled.blocks()).containsExactly(position);
        assertThat(none.written()).as("it has no cursor").isEqualTo(HEARTBEAT);
        assertThat(metrics.heartbeats).hasValue(4);
        assertThat(metrics.events).hasValue(0);
    }

    @Test
    void shouldNotNameAPositionToOneThatHasUpdatesToCome() {
        sweep(INTERVAL, true, Duration.ZERO);
        Duration throttle = Duration.ofHours(1);
        Stream waiting = one.join(Start.LIVE, Interest.in(TOPIC), throttle, true);
        publish();
        one.publish("later", TOPIC);
        waiting.written();

        streams.advance(LATEST, TICK);

        assertThat(waiting.written()).isEqualTo(HEARTBEAT);
    }

    @Test
    void shouldNotNameThePositionWithoutTheSetting() {
        sweep(INTERVAL, false, Duration.ZERO);
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
        assertThat(opened).allSatisfy(stream -> assertThat(stream.written()).doesNotContain(":\n\n\r\n3"));
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

        streams.advance(INTERVAL.minusNanos(1), TICK);
        assertThat(opened).allMatch(stream -> stream.channel().isOpen());

        // Whoever leaves makes room for another one, whose turn may come a round later then.
        streams.advance(TICK.multipliedBy(32), TICK);
        assertThat(opened).allSatisfy(stream -> {
            assertThat(stream.written()).isEqualTo("0\r\n\r\n");
            assertThat(stream.channel().isOpen()).isFalse();
            assertThat(stream.closed()).containsExactly(CloseReason.MAX_AGE);
        });
        assertThat(old.written()).isEmpty();
        assertThat(old.closed()).containsExactly(CloseReason.MAX_AGE);
        assertThat(shard.all().count()).isZero();
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
