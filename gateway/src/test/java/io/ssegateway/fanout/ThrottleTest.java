package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.Position;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.stream.Cursor;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.Logs;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Streams that read at intervals of their own, by a clock that the test moves. */
class ThrottleTest {
    private static final Topic A = Logs.A;
    private static final Topic B = Logs.B;
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration STEP = Duration.ofMillis(10);

    @AutoClose
    private OneShard one = new OneShard(64);

    private Stream join(ResumePoint start, ChannelHandler... handlers) {
        return one.join(start, Interest.in(A, B), INTERVAL, true, handlers);
    }

    private Stream join() {
        Stream stream = join(ResumePoint.LIVE);
        stream.written();
        return stream;
    }

    private void advance(long millis) {
        one.streams.advance(Duration.ofMillis(millis), STEP);
    }

    @Test
    void shouldSendTheFirstAtOnceAndThenTheNewestOfEachTopic() {
        Stream stream = join();
        one.publish("a0", A);
        assertThat(stream.data()).containsExactly("a0");

        one.publish("a1", A);
        one.publish("b1", B);
        one.publish("a2", A);
        advance(490);
        assertThat(stream.data()).isEmpty();
        advance(10);
        assertThat(stream.data()).containsExactly("b1", "a2");

        advance(10_000);
        assertThat(stream.data()).isEmpty();
        one.publish("a3", A);
        assertThat(stream.data()).as("after a rest").containsExactly("a3");
    }

    @Test
    void shouldNotBeWokenByWhatItDoesNotWant() {
        Stream stream = join();
        for (int i = 0; i < 300; i++) {
            one.publish("c" + i, Logs.C);
        }
        assertThat(one.shard.count()).isEqualTo(1);
        assertThat(one.shard.status(stream.subscriber()).lagEvents()).isZero();
        assertThat(one.shard.status(stream.subscriber()).state()).isEqualTo("throttled");

        one.publish("a", A);
        assertThat(stream.data()).containsExactly("a");
        assertThat(one.metrics.gaps).isEmpty();
    }

    @Test
    void shouldConflateWhatItReplays() {
        Position birth = one.ring.newest();
        for (int i = 0; i < 1_000; i++) {
            one.append("" + i, i % 2 == 0 ? A : B);
        }
        Stream stream = join(ResumePoint.after(birth, ""));
        assertThat(stream.data()).containsExactly("998", "999");

        one.publish("1000", A);
        assertThat(stream.data()).isEmpty();
        advance(500);
        assertThat(stream.data()).containsExactly("1000");
    }

    @Test
    void shouldKeepTheIntervalAlsoBehindAFrameThatWasCut() {
        Stuck socket = new Stuck();
        Stream stream = join(ResumePoint.LIVE, socket);
        one.publish("x".repeat(5_000), A);
        socket.read(stream.channel());
        one.publish("late", A);

        assertThat(stream.data()).containsExactly("x".repeat(5_000));
        advance(490);
        assertThat(stream.data()).isEmpty();
        advance(10);
        assertThat(stream.data()).containsExactly("late");
    }

    @Test
    void shouldNotBeTakenForSlowBecauseItWaits() {
        one.close();
        one = new OneShard(8, Settings.slow(SlowConsumerPolicy.DISCONNECT, 100, Duration.ofMillis(200)));
        Stuck socket = new Stuck();
        Stream stream = join(ResumePoint.LIVE, socket);
        socket.read(stream.channel());
        for (int i = 0; i < 200; i++) {
            one.publish("" + i, A);
            advance(20);
        }
        socket.stop();
        advance(500);
        one.publish("full", A);
        one.publish("full again", B);
        Cursor catchUp = Objects.requireNonNull(stream.subscriber().cursor());
        advance(600);
        catchUp.checkBudget();
        assertThat(stream.closed()).as("stuck since now").isEmpty();

        advance(300);
        catchUp.checkBudget();
        assertThat(stream.closed()).isNotEmpty();
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Property(tries = 200)
    void shouldSendAtMostOneOfATopicPerIntervalAndTheNewestInTheEnd(
            @ForAll @Size(max = 60) List<@IntRange(max = 2) Integer> topics,
            @ForAll @Size(min = 60, max = 60) List<@IntRange(max = 40) Integer> pauses,
            @ForAll @IntRange(min = 2, max = 16) int ringSize) {
        try (OneShard shard = new OneShard(ringSize)) {
            Stream stream = shard.join(ResumePoint.LIVE, Interest.in(A, B), INTERVAL, true);
            stream.written();
            Map<String, Long> last = new HashMap<>();
            Map<String, String> newest = new HashMap<>();
            Map<String, String> got = new HashMap<>();
            for (int i = 0; i < topics.size(); i++) {
                Topic topic = List.of(A, B, Logs.C).get(topics.get(i));
                shard.append(topic.name() + "=" + i, topic);
                newest.put(topic.name(), topic.name() + "=" + i);
                for (int step = 0; step <= pauses.get(i) % 30; step++) {
                    shard.streams.advance(STEP, STEP);
                    check(stream, shard.streams.ticker.nanoTime(), last, got);
                }
            }
            for (int step = 0; step < 100; step++) {
                shard.streams.advance(STEP, STEP);
                check(stream, shard.streams.ticker.nanoTime(), last, got);
            }
            newest.remove(Logs.C.name());
            assertThat(got).isEqualTo(newest);
            assertThat(shard.metrics.lagging).hasValue(0);
        }
    }

    private static void check(Stream stream, long now, Map<String, Long> last, Map<String, String> got) {
        for (String data : stream.data()) {
            String topic = data.substring(0, data.indexOf('='));
            got.put(topic, data);
            Long before = last.put(topic, now);
            assertThat(before == null || now - before >= INTERVAL.toNanos()).isTrue();
        }
    }
}
