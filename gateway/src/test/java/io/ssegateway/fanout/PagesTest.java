package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.catchup.SlowConsumers;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of the log, when many streams want some: who reads, and how often the log is asked. */
class PagesTest {
    private static final Topic A = Logs.A;
    private static final int MANY = 50;
    private static final int UPDATES = 300;

    private final UnsteadyLog log = new UnsteadyLog(new MemoryEventLog(Logs.unbounded(), new TestClock(() -> 1_000)));
    private final OneShard one = new OneShard(
            new FanoutSettings(
                    4,
                    Settings.GIBIBYTE,
                    new RetentionPolicy(Logs.unbounded()),
                    Settings.NO_HEARTBEAT,
                    Duration.ZERO,
                    new SlowConsumers(Settings.PATIENT),
                    0,
                    1 << 20),
            log);
    private final List<String> all =
            IntStream.range(0, UPDATES).mapToObj(Integer::toString).toList();

    @AfterEach
    void close() {
        one.close();
    }

    private void publish() {
        all.forEach(data -> one.append(data, A));
    }

    private Stream replay(Interest interest) {
        Stream stream = one.streams.open(interest, Duration.ZERO, true);
        one.add(stream, ResumePoint.EARLIEST);
        return stream;
    }

    private Stream replayOfItsOwn(int number) {
        return replay(Interest.in(A, new Topic("other" + number)));
    }

    @Test
    void shouldAskTheLogOnceForAllThatWantTheSame() {
        publish();
        List<Stream> streams =
                IntStream.range(0, MANY).mapToObj(i -> replay(Interest.in(A))).toList();
        one.streams.run();
        Stream late = replay(Interest.in(A));
        one.streams.run();

        assertThat(streams).allSatisfy(stream -> assertThat(stream.data()).isEqualTo(all));
        assertThat(late.data()).isEqualTo(all);
        assertThat(log.reads).isEqualTo(UPDATES / 128 + 1);
    }

    @Test
    void shouldHaveAFewReadAtATime() {
        publish();
        log.holds = true;
        List<Stream> streams =
                IntStream.range(0, MANY).mapToObj(this::replayOfItsOwn).toList();
        one.streams.run();
        assertThat(log.reads).isEqualTo(4);

        // Each page that is written lets the next stream read one.
        for (int reads = 5; log.release(); reads++) {
            one.streams.run();
            assertThat(log.reads).isLessThanOrEqualTo(reads);
        }
        assertThat(streams).allSatisfy(stream -> assertThat(stream.data()).isEqualTo(all));
    }

    @Test
    void shouldNotWaitForPagesOfStreamsThatHaveLeft() {
        publish();
        log.holds = true;
        List<Stream> streams =
                IntStream.range(0, MANY).mapToObj(this::replayOfItsOwn).toList();
        one.streams.run();
        Stream last = replayOfItsOwn(MANY);
        streams.forEach(one::leave);
        one.streams.run();
        // The log still reads for some that have left; it is not asked for the others.
        assertThat(log.reads).isEqualTo(4);

        while (log.release()) {
            one.streams.run();
        }
        assertThat(last.data()).isEqualTo(all);
        assertThat(log.reads).isEqualTo(4 + UPDATES / 128 + 1);
    }

    @Test
    void shouldNotWaitForPagesOfStreamsThatDoNotRead() {
        publish();
        for (int i = 0; i < MANY; i++) {
            Stream stream = one.streams.open(Interest.in(A, new Topic("other" + i)), Duration.ZERO, true, new Stuck());
            one.add(stream, ResumePoint.EARLIEST);
        }
        one.streams.run();
        Stream reader = replayOfItsOwn(MANY);
        one.streams.run();
        assertThat(reader.data()).isEqualTo(all);
    }

    @Test
    void shouldGoOnAfterAReadThatThrows() {
        publish();
        log.throwsErrors = true;
        List<Stream> streams =
                IntStream.range(0, MANY).mapToObj(this::replayOfItsOwn).toList();
        one.streams.run();
        log.throwsErrors = false;
        one.streams.advance(Duration.ofSeconds(5), Duration.ofMillis(50));
        assertThat(streams).allSatisfy(stream -> assertThat(stream.data()).isEqualTo(all));
    }

    @Test
    void shouldGoOnWhenTheLogCanBeReadAgain() {
        publish();
        log.fails = true;
        List<Stream> streams =
                IntStream.range(0, MANY).mapToObj(this::replayOfItsOwn).toList();
        one.streams.advance(Duration.ofSeconds(20), Duration.ofMillis(50));
        log.fails = false;
        one.streams.advance(Duration.ofSeconds(5), Duration.ofMillis(50));
        assertThat(streams).allSatisfy(stream -> assertThat(stream.data()).isEqualTo(all));
    }
}
