package io.ssegateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MicrometerMetricsTest {

    private static final int LOOPS = 2;

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final MicrometerMetrics metrics = new MicrometerMetrics(registry, LOOPS);

    @Test
    void shouldCountOpenStreams() {
        metrics.streamOpened();
        metrics.streamOpened();
        metrics.streamClosed(CloseReason.CLIENT);

        assertThat(gauge(Meters.CONNECTIONS, "transport", "http1")).isEqualTo(1);
        assertThat(counter(Meters.OPENED)).isEqualTo(2);
        assertThat(counter(Meters.CLOSED, "reason", "client")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountEachCloseReasonByItsWord(CloseReason reason) {
        metrics.streamOpened();
        metrics.streamClosed(reason);

        for (CloseReason other : CloseReason.values()) {
            assertThat(counter(Meters.CLOSED, "reason", other.word())).isEqualTo(other == reason ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountEachRejectReasonByItsWord(RejectReason reason) {
        metrics.rejected(reason);

        for (RejectReason other : RejectReason.values()) {
            assertThat(counter(Meters.REJECTED, "reason", other.word())).isEqualTo(other == reason ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountEachGapByItsWord(GapReason reason) {
        metrics.gap(reason);

        for (GapReason other : GapReason.values()) {
            assertThat(counter(Meters.GAPS, "reason", other.word())).isEqualTo(other == reason ? 1 : 0);
        }
    }

    @Test
    void shouldShowHowManyStreamsLagNow() {
        metrics.lagging(1);
        metrics.lagging(1);
        metrics.lagging(-1);

        assertThat(gauge(Meters.LAGGING)).isEqualTo(1);
    }

    @Test
    void shouldCountHeartbeatsBytesAsSentButNotAsWritesOfEvents() {
        metrics.published();
        metrics.delivered(10, 4, 1_000);
        metrics.heartbeats(3, 30);

        assertThat(counter(Meters.PUBLISHED)).isEqualTo(1);
        assertThat(counter(Meters.DELIVERED)).isEqualTo(10);
        assertThat(counter(Meters.WRITES)).isEqualTo(4);
        assertThat(counter(Meters.HEARTBEATS)).isEqualTo(3);
        assertThat(counter(Meters.BYTES_SENT)).isEqualTo(1_030);
    }

    @Test
    void shouldCountBytesBeyondAnInt() {
        metrics.delivered(1, 1, Long.MAX_VALUE >> 12);
        metrics.delivered(1, 1, 1);

        assertThat(counter(Meters.BYTES_SENT)).isEqualTo((double) ((Long.MAX_VALUE >> 12) + 1));
    }

    @Test
    void shouldShowTheWorstLagOfEachLoopForAtLeast40AndAtMost60Seconds() {
        metrics.eventLoopLag(0, Duration.ofMillis(5).toNanos());
        metrics.eventLoopLag(0, Duration.ofMillis(250).toNanos());
        metrics.eventLoopLag(0, Duration.ofMillis(7).toNanos());

        clock.add(Duration.ofMillis(39_999));
        assertThat(gauge(Meters.LOOP_LAG, "loop", "0")).isEqualTo(0.25);
        assertThat(gauge(Meters.LOOP_LAG, "loop", "1")).isZero();

        clock.add(Duration.ofMillis(20_002));
        assertThat(gauge(Meters.LOOP_LAG, "loop", "0")).isZero();
    }

    @Test
    void shouldPassOverALoopThatItDoesNotKnow() {
        metrics.eventLoopLag(-1, 1);
        metrics.eventLoopLag(LOOPS, 1);

        assertThat(registry.find(Meters.LOOP_LAG.prometheusName()).gauges()).hasSize(LOOPS);
    }

    @Test
    void shouldNotGrowByUse() {
        List<Meter> before = registry.getMeters();

        metrics.streamOpened();
        metrics.streamClosed(CloseReason.ERROR);
        metrics.rejected(RejectReason.DRAIN);
        metrics.gap(GapReason.EXPIRED);
        metrics.lagging(1);
        metrics.delivered(1, 1, 1);
        metrics.heartbeats(1, 1);
        metrics.deliveryLatency(-1);
        metrics.eventLoopLag(7, 1);

        assertThat(registry.getMeters()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void shouldLoseNothingWithManyThreads() throws Exception {
        int threads = 4;
        int rounds = 20_000;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(executor.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        metrics.streamOpened();
                        metrics.lagging(1);
                        metrics.gap(GapReason.SKIPPED);
                        metrics.lagging(-1);
                        metrics.delivered(3, 2, 100);
                        metrics.deliveryLatency(1_000_000);
                        metrics.streamClosed(CloseReason.ENDED);
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(gauge(Meters.CONNECTIONS, "transport", "http1")).isZero();
        assertThat(counter(Meters.CLOSED, "reason", "ended")).isEqualTo(threads * rounds);
        assertThat(counter(Meters.GAPS, "reason", "skipped")).isEqualTo(threads * rounds);
        assertThat(gauge(Meters.LAGGING)).isZero();
        assertThat(counter(Meters.DELIVERED)).isEqualTo(3.0 * threads * rounds);
        assertThat(registry.get(Meters.DELIVERY.prometheusName()).timer().count())
                .isEqualTo((long) threads * rounds);
    }

    private double counter(Meters meter, String... labels) {
        return registry.get(meter.prometheusName()).tags(labels).counter().count();
    }

    private double gauge(Meters meter, String... labels) {
        return registry.get(meter.prometheusName()).tags(labels).gauge().value();
    }
}
