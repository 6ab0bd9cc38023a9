package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.eventlog.Position;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Positions of streams whose topics are quiet. */
class IdlePositionsTest extends IdleSweeperFixture {
    /** A tick where positions are sent and heartbeats are rare. */
    private static final Duration HALF_SECOND = Duration.ofMillis(500);

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

    /** A shard that moves ids before its log, which keeps so many updates, drops them. */
    private static OneShard sweeping(int ringSize, int kept) {
        OneShard shard = new OneShard(ringSize, Settings.PATIENT, Logs.config(kept, 0, Duration.ZERO));
        shard.sweep(new HeartbeatConfig(Duration.ofHours(1), SendPosition.AUTO), Duration.ZERO, MAX_LAG);
        return shard;
    }

    /** A log that keeps 16 updates: as soon as more than 8 have come after a client's id, it gets another one, once. */
    @Test
    void shouldMoveAClientsIdBeforeTheLogDropsIt() {
        try (OneShard small = sweeping(64, 16)) {
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
        try (OneShard small = sweeping(1024, 100)) {
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
        try (OneShard small = sweeping(4, 100)) {
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
}
