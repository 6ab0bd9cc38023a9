package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.catchup.SlowConsumers;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Replays are spread over time; nobody else waits for them. */
class ReplayRateTest {
    private static final int RATE = 400_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Where the log begins. */
    private static final Position BIRTH = new Position(1_000, 0);

    private static final Duration MILLI = Duration.ofMillis(1);

    private static OneShard paced(int bytesPerSecond) {
        return new OneShard(
                new FanoutSettings(
                        1024,
                        Settings.GIBIBYTE,
                        new RetentionPolicy(Logs.unbounded()),
                        Settings.NO_HEARTBEAT,
                        Duration.ZERO,
                        new SlowConsumers(Settings.PATIENT),
                        bytesPerSecond,
                        0),
                new MemoryEventLog(Logs.unbounded(), new TestClock(BIRTH::epochMillis)));
    }

    private static Stream replay(OneShard one, Duration throttle) {
        ResumePoint start = ResumePoint.after(BIRTH, BIRTH.toString());
        Stream stream = one.streams.open(Interest.in(Logs.A), throttle, true);
        one.add(stream, start);
        return stream;
    }

    private static void publish(OneShard one, int bytes) {
        for (int i = 0; i < bytes / 10_000; i++) {
            one.append("x".repeat(10_000), Logs.A);
        }
    }

    private static int read(Stream stream) {
        return stream.written().length();
    }

    @Test
    void shouldWriteNoMoreThanTheRateAndWhatWasSavedUp() {
        try (OneShard one = paced(RATE)) {
            publish(one, 3_000_000);
            Stream stream = replay(one, Duration.ZERO);
            one.streams.run();
            int burst = read(stream);
            // A turn ends only when it has written more than there was.
            assertThat(burst).isBetween(RATE / 30, RATE / 30 + WriteBuffer.CAPACITY);
            one.streams.advance(SECOND.multipliedBy(4), MILLI);
            assertThat(burst + read(stream)).isBetween(4 * RATE, RATE / 30 + 4 * RATE + WriteBuffer.CAPACITY);

            one.streams.advance(SECOND.multipliedBy(5), MILLI);
            read(stream);
            one.publish("live", Logs.A);
            assertThat(stream.data()).containsExactly("live");
            assertThat(stream.subscriber().cursor()).isNull();
        }
    }

    @Test
    void shouldNotPaceWithoutALimit() {
        try (OneShard one = paced(0)) {
            publish(one, 3_000_000);
            Stream stream = replay(one, Duration.ZERO);
            one.streams.run();

            assertThat(stream.data()).hasSize(300);
        }
    }

    @Test
    void shouldNotLetThoseWaitThatWereLive() {
        try (OneShard one = paced(RATE)) {
            Stream throttled = one.join(ResumePoint.LIVE, Interest.in(Logs.B), SECOND, true);
            publish(one, 3_000_000);
            Stream stream = replay(one, Duration.ZERO);
            one.streams.run();
            read(throttled);
            read(stream);
            one.publish("b", Logs.B);

            assertThat(throttled.data()).containsExactly("b");
            assertThat(read(stream)).isZero();
        }
    }

    @Test
    void shouldNotPaceAThrottledStreamAnyMoreOnceItHasWhatItMissed() {
        try (OneShard one = paced(RATE)) {
            one.append("first", Logs.A);
            Stream throttled = replay(one, MILLI);
            one.streams.run();
            read(throttled);
            publish(one, 3_000_000);
            Stream stream = replay(one, Duration.ZERO);
            one.streams.advance(MILLI.multipliedBy(2), MILLI);
            assertThat(read(stream)).isLessThan(1_000_000);
            read(throttled);
            one.append("next", Logs.A);
            one.streams.advance(MILLI.multipliedBy(2), MILLI);

            assertThat(throttled.data()).containsExactly("next");
        }
    }
}
