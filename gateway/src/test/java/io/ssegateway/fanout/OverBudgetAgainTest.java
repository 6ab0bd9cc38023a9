package io.ssegateway.fanout;

import static io.ssegateway.config.SlowConsumerPolicy.LATEST;
import static io.ssegateway.config.SlowConsumerPolicy.SKIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Streams that fall back again before they have got what their policy left them. */
class OverBudgetAgainTest {
    private static final Topic A = Logs.A;
    private static final Topic B = Logs.B;
    private static final Topic C = Logs.C;
    private static final int BUDGET = 10_000;
    private static final String OVER = "x".repeat(BUDGET + 1);

    @AutoClose
    private OneShard one = new OneShard();

    private int published;

    private void begin(SlowConsumerPolicy policy, int ringSize, EventLog log) {
        one.close();
        one = new OneShard(ringSize, Settings.slow(policy, BUDGET, Duration.ofHours(1)), log);
    }

    private static MemoryEventLog memory() {
        return new MemoryEventLog(Logs.unbounded(), new TestClock(() -> 1_000));
    }

    private Stream stuck() {
        Stream stream = one.join(ResumePoint.LIVE, Interest.in(A, B, C), Duration.ZERO, true, new Stuck());
        one.publish("first", A);
        return stream;
    }

    /** More than the budget, again and again, each time between two turns of the streams that read. */
    private void publishBetweenTurns(int times) {
        if (times > 0) {
            one.append(published++ + OVER, A);
            one.loop.execute(() -> publishBetweenTurns(times - 1));
        }
    }

    private List<Stream> manyThatRead(SlowConsumerPolicy policy) {
        begin(policy, 1024, memory());
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            streams.add(stuck());
        }
        one.publish("second", A);
        one.publish("c" + OVER, C);
        one.publish("b" + OVER, B);
        streams.forEach(OverBudgetAgainTest::read);
        publishBetweenTurns(40);
        one.streams.run();
        return streams;
    }

    private static void read(Stream stream) {
        stream.channel().pipeline().get(Stuck.class).read(stream.channel());
    }

    @Test
    void shouldNotLoseWhatWasConflatedAndNotWrittenYet() {
        List<Stream> streams = manyThatRead(LATEST);

        assertThat(streams)
                .allSatisfy(stream -> assertThat(stream.data())
                        .contains("c" + OVER, "b" + OVER, "39" + OVER)
                        .doesNotHaveDuplicates());
        assertThat(one.metrics.lagging).hasValue(0);
    }

    @Test
    void shouldTellOfAllThatIsSkippedInTheEnd() {
        List<Stream> streams = manyThatRead(SKIP);

        assertThat(one.metrics.gaps).isNotEmpty();
        assertThat(streams).allSatisfy(stream -> {
            List<Block> blocks = stream.blocks();
            String begin = "" + blocks.get(0).id();
            GapCheck.check(
                    blocks,
                    one.record.stream()
                            .filter(entry -> entry.position().compareTo(position(begin)) > 0)
                            .toList());
        });
    }

    private static Position position(String id) {
        return Position.parse(id).orElseThrow();
    }

    @Test
    void shouldNotLoseWhatItHasReadOfTheLogForTheLatest() {
        UnsteadyLog log = new UnsteadyLog(memory());
        begin(LATEST, 4, log);
        Stream stream = stuck();
        one.publish("second", A);
        one.publish("c", C);
        for (int i = 0; i < 20; i++) {
            one.publish(i + OVER, A);
        }
        log.holds = true;
        read(stream);
        one.streams.run();
        do {
            one.publish("b" + OVER, B);
            one.publish("b" + OVER, B);
            one.streams.run();
            log.holds = one.record.size() < 40;
        } while (log.release());
        one.streams.run();

        assertThat(stream.data()).contains("c", "19" + OVER, "b" + OVER);
        assertThat(one.metrics.lagging).hasValue(0);
    }
}
