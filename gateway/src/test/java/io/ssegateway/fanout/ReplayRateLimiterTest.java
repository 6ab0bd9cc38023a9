package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.clock.TestClock;
import io.ssegateway.eventlog.Logs;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Replays are spread over time; nobody else waits for them. */
class ReplayRateLimiterTest {
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
                        bytesPerSecond),
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
            assertThat(stream.subscriber().catchUp()).isNull();
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

    @Property(tries = 200)
    void shouldNeverGoFasterAndNeverStopForGood(
            @ForAll @IntRange(min = 1, max = 1 << 30) int rate,
            @ForAll @Size(max = 100) List<@IntRange(max = 600_000) Integer> writes,
            @ForAll @IntRange(max = 100_000_000) int idleNanos) {
        long now = Long.MAX_VALUE - 1_000_000; // It runs over in between.
        ReplayRateLimiter pace = new ReplayRateLimiter(rate, now);
        double spent = 0;
        double seconds = 0;
        for (int write : writes) {
            long wait = pace.waitNanos(now);
            assertThat(wait).isLessThan((long) (600_002.0 / rate * 1e9) + 2);
            if (wait > 0) {
                now += wait;
                seconds += wait / 1e9;
                assertThat(pace.waitNanos(now)).isZero();
            }
            assertThat(spent).isLessThanOrEqualTo(rate / 30.0 + seconds * rate + 1);
            pace.spend(write);
            spent += write;
            now += idleNanos;
            seconds += idleNanos / (double) TimeUnit.SECONDS.toNanos(1);
        }
    }
}
