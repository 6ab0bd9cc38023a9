package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.testing.Logs;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Event loops that do not run what they were given. */
class LoopWatchdogTest {
    private final Streams streams = new Streams();
    private final EventLog log = Settings.log();
    private final ShardedChannelGroup group = Settings.group(log, GatewayMetrics.NONE);
    private final LoopWatchdog watchdog = new LoopWatchdog(group, streams.ticker);
    private final Stream stream = streams.open(Logs.A);

    @BeforeEach
    void subscribe() {
        group.add(stream.subscriber());
        stream.written();
        stream.channel().flush();
        streams.open(Logs.A); // Its loop has no stream in the group.
    }

    @AfterEach
    void close() {
        streams.close();
    }

    private void publish() {
        Logs.await(log.append(Logs.update(null, "x", Logs.A)));
    }

    private int stuckAfter(int seconds) {
        streams.ticker.advance(seconds, TimeUnit.SECONDS);
        watchdog.look();
        return watchdog.stuck();
    }

    @Test
    void shouldFindALoopThatDoesNotMove() {
        publish();
        assertThat(stuckAfter(0)).isZero();
        assertThat(stuckAfter(LoopWatchdog.PATIENCE_SECONDS - 1)).isZero();
        publish();
        assertThat(stuckAfter(1)).isOne();

        streams.run();
        assertThat(stuckAfter(1)).isZero();
        assertThat(stream.data()).containsExactly("x", "x");
    }

    @Test
    void shouldBePatientWithALoopThatMoves() {
        publish();
        assertThat(stuckAfter(0)).isZero();
        assertThat(stuckAfter(20)).isZero();
        streams.run();
        publish();
        assertThat(stuckAfter(20)).isZero();
        assertThat(stuckAfter(20)).isZero();
        assertThat(stuckAfter(20)).isOne();
    }

    @Test
    void shouldNotMindALoopThatHasNothingToDeliver() {
        assertThat(stuckAfter(0)).isZero();
        assertThat(stuckAfter(100)).isZero();
        stream.channel().close();
        publish();
        assertThat(stuckAfter(0)).isZero();
        assertThat(stuckAfter(100)).isZero();
    }
}
