package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Heartbeats, and streams whose socket is full. */
class IdleSweeperTest extends IdleSweeperFixture {
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
