package io.ssegateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.SlowConsumerConfig;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.eventlog.Position;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.ring.RingFrame;
import io.ssegateway.testing.Logs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LagBudgetTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Frame FRAME = Frame.of(ServerSentEvent.data("x".repeat(100)));
    private static final int LENGTH = FRAME.length(true);

    private final FrameRing ring = new FrameRing(1024, 1 << 30);
    private final LagBudget lag = new LagBudget(
            ring,
            new SlowConsumers(
                    new SlowConsumerConfig(SlowConsumerPolicy.SKIP, 10 * LENGTH, Duration.ofSeconds(30), List.of())),
            0);

    private void publish(int frames) {
        for (int i = 0; i < frames; i++) {
            ring.append(new RingFrame(new Position(1, ring.head()), List.of(Logs.A), FRAME), 0);
        }
    }

    /** The cursor stands before this frame. */
    private void at(long sequence, long nowNanos) {
        lag.at(ring.after(sequence == 0 ? Position.ORIGIN : new Position(1, sequence - 1)), nowNanos);
    }

    @Test
    void shouldBeOverWithMoreBytesThanTheBudget() {
        at(0, 0);
        assertThat(lag.isOver(0)).isFalse();

        publish(10);
        assertThat(lag.bytes()).isEqualTo(10L * LENGTH);
        assertThat(lag.isOver(0)).isFalse();

        publish(1);
        assertThat(lag.isOver(0)).isTrue();
    }

    @Test
    void shouldForgiveWhatAStreamBeginsWith() {
        publish(500);
        at(0, 0);

        assertThat(lag.isOver(0)).isFalse();
        publish(10);
        assertThat(lag.isOver(0)).isFalse();
        publish(1);
        assertThat(lag.isOver(0)).isTrue();
    }

    @Test
    void shouldCountFromWhereTheStreamWasNearest() {
        publish(500);
        at(0, 0);
        assertThat(lag.isOver(0)).isFalse();
        at(450, 0);
        assertThat(lag.isOver(0)).isFalse();

        publish(11);

        assertThat(lag.isOver(0)).isTrue();
    }

    @Test
    void shouldBeOverIfItHasNotComeNearerForTooLong() {
        publish(500);
        at(0, 5 * SECOND);

        assertThat(lag.isOver(35 * SECOND)).isFalse();
        assertThat(lag.isOver(35 * SECOND + 1)).isTrue();
    }

    @Test
    void shouldHaveTimeAnewWheneverItComesNearer() {
        publish(500);
        for (int second = 0; second < 500; second += 20) {
            at(second, second * SECOND);
            assertThat(lag.isOver(second * SECOND)).isFalse();
        }
    }

    @Test
    void shouldNotTakeKeepingItsDistanceForComingNearer() {
        publish(500);
        at(400, 0);
        assertThat(lag.isOver(0)).isFalse();
        publish(1);
        at(401, 0);

        assertThat(lag.isOver(30 * SECOND)).isFalse();
        assertThat(lag.isOver(30 * SECOND + 1)).isTrue();
    }

    @Test
    void shouldGoByTimeAloneWhereTheDistanceIsNotKnown() {
        publish(500);

        assertThat(lag.bytes()).isNegative();
        assertThat(lag.isOver(30 * SECOND)).isFalse();
        assertThat(lag.isOver(30 * SECOND + 1)).isTrue();
        lag.progress(30 * SECOND);
        assertThat(lag.isOver(60 * SECOND)).isFalse();
    }

    @Test
    void shouldBeginAnewWhenItIsReset() {
        at(0, 0);
        publish(11);
        assertThat(lag.isOver(0)).isTrue();

        lag.reset(40 * SECOND);

        assertThat(lag.isOver(70 * SECOND)).isFalse();
        publish(11);
        assertThat(lag.isOver(70 * SECOND)).isTrue();
    }
}
