package io.ssegateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.ssegateway.testing.Promtool;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusMetricsTest {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final PrometheusMetrics metrics = new PrometheusMetrics(loops);
    private final GatewayMetrics recorder = metrics.recorder();

    @AfterEach
    void stopLoops() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowEachMeterUnderTheNameInTheList(Meters meter) {
        metrics.watchLog(() -> 0, () -> 0, () -> 0, () -> true);
        metrics.watchLoops(() -> 0);
        String name = meter == Meters.DELIVERY ? "sse_delivery_seconds_count" : meter.prometheusName();

        assertThat(Scrape.of(metrics).names()).contains(name);
    }

    @Test
    void shouldShowEverySeriesOfTheGatewayAtZeroFromTheStart() {
        Scrape scrape = Scrape.of(metrics);

        assertThat(scrape.samples().entrySet())
                .filteredOn(sample -> sample.getKey().startsWith("sse_"))
                .allSatisfy(sample ->
                        assertThat(sample.getValue()).as(sample.getKey()).isZero());
        assertThat(scrape.series("sse_connections")).containsOnlyKeys("sse_connections{transport=\"http1\"}");
        assertThat(scrape.series("sse_connections_closed_total"))
                .containsOnlyKeys(
                        closed("client"),
                        closed("ended"),
                        closed("slow-consumer"),
                        closed("max-age"),
                        closed("token-expired"),
                        closed("drain"),
                        closed("operator"),
                        closed("revoked"),
                        closed("webhook-denied"),
                        closed("webhook-reauthorize"),
                        closed("error"));
        assertThat(scrape.series("sse_connections_rejected_total"))
                .containsOnlyKeys(
                        rejected("max-connections"),
                        rejected("max-connections-per-address"),
                        rejected("accept-rate"),
                        rejected("log-unavailable"),
                        rejected("keys-unavailable"),
                        rejected("token-queue"),
                        rejected("webhook-unavailable"),
                        rejected("interest-memory"),
                        rejected("drain"));
        assertThat(scrape.series("sse_gaps_total")).containsOnlyKeys(gap("expired"), gap("unknown-id"), gap("skipped"));
        assertThat(scrape.series("sse_lagging_connections")).containsOnlyKeys("sse_lagging_connections");
        assertThat(scrape.series("sse_eventloop_lag_seconds"))
                .containsOnlyKeys("sse_eventloop_lag_seconds{loop=\"0\"}", "sse_eventloop_lag_seconds{loop=\"1\"}");
    }

    @Test
    void shouldShowWhatWasRecorded() {
        recorder.streamOpened();
        recorder.streamOpened();
        recorder.streamClosed(CloseReason.SLOW_CONSUMER);
        recorder.rejected(RejectReason.MAX_CONNECTIONS);
        recorder.gap(GapReason.UNKNOWN_ID);
        recorder.lagging(1);
        recorder.published();
        recorder.delivered(5, 2, 400);
        recorder.heartbeats(3, 12);
        recorder.eventLoopLag(1, 125_000_000);

        Scrape scrape = Scrape.of(metrics);

        assertThat(scrape.value("sse_connections{transport=\"http1\"}")).isEqualTo(1);
        assertThat(scrape.value("sse_connections_opened_total")).isEqualTo(2);
        assertThat(scrape.value(closed("slow-consumer"))).isEqualTo(1);
        assertThat(scrape.value(rejected("max-connections"))).isEqualTo(1);
        assertThat(scrape.value(gap("unknown-id"))).isEqualTo(1);
        assertThat(scrape.value("sse_lagging_connections")).isEqualTo(1);
        assertThat(scrape.value("sse_events_published_total")).isEqualTo(1);
        assertThat(scrape.value("sse_events_delivered_total")).isEqualTo(5);
        assertThat(scrape.value("sse_writes_total")).isEqualTo(2);
        assertThat(scrape.value("sse_bytes_sent_total")).isEqualTo(412);
        assertThat(scrape.value("sse_heartbeats_total")).isEqualTo(3);
        assertThat(scrape.value("sse_eventloop_lag_seconds{loop=\"1\"}")).isEqualTo(0.125);
    }

    @Test
    void shouldShowTheLogsSizeOfTheMomentOnceItIsWatched() {
        assertThat(Scrape.of(metrics).names()).doesNotContain("sse_log_events", "sse_log_bytes", "sse_log_wal_bytes");
        AtomicLong events = new AtomicLong();
        AtomicBoolean up = new AtomicBoolean();
        metrics.watchLog(events::get, () -> 5_000_000_000L, () -> 4096, up::get);

        assertThat(Scrape.of(metrics).value("sse_log_events")).isZero();
        assertThat(Scrape.of(metrics).value("sse_log_up")).isZero();
        events.set(7);
        up.set(true);

        Scrape scrape = Scrape.of(metrics);
        assertThat(scrape.value("sse_log_events")).isEqualTo(7);
        assertThat(scrape.value("sse_log_up")).isEqualTo(1);
        assertThat(scrape.value("sse_log_bytes")).isEqualTo(5_000_000_000L);
        assertThat(scrape.value("sse_log_wal_bytes")).isEqualTo(4096);
    }

    @Test
    void shouldSortDeliveriesIntoBucketsFrom100MicrosecondsTo10Seconds() {
        for (long nanos : new long[] {0, 100_000, 100_001, 10_000_000_000L, 10_000_000_001L}) {
            recorder.deliveryLatency(nanos);
        }

        Scrape scrape = Scrape.of(metrics);

        Map<String, Double> buckets = scrape.series("sse_delivery_seconds_bucket");
        assertThat(buckets).hasSize(17);
        assertThat(buckets)
                .containsEntry("sse_delivery_seconds_bucket{le=\"1.0E-4\"}", 2.0)
                .containsEntry("sse_delivery_seconds_bucket{le=\"2.5E-4\"}", 3.0)
                .containsEntry("sse_delivery_seconds_bucket{le=\"10.0\"}", 4.0)
                .containsEntry("sse_delivery_seconds_bucket{le=\"+Inf\"}", 5.0);
        assertThat(scrape.value("sse_delivery_seconds_count")).isEqualTo(5);
        assertThat(scrape.value("sse_delivery_seconds_sum")).isBetween(20.0, 20.001);
    }

    @Test
    void shouldShowTheProcessAndTheJvmUnderTheirStandardNames() {
        Scrape scrape = Scrape.of(metrics);

        assertThat(scrape.names())
                .contains(
                        "process_cpu_seconds_total",
                        "process_resident_memory_bytes",
                        "process_open_fds",
                        "process_max_fds",
                        "process_start_time_seconds",
                        "jvm_memory_used_bytes",
                        "jvm_gc_collection_seconds_count",
                        "jvm_threads_current",
                        "jvm_classes_currently_loaded");
        assertThat(scrape.value("process_open_fds")).isPositive();
        assertThat(scrape.value("process_resident_memory_bytes")).isGreaterThan(1_000_000);
        assertThat(scrape.value("process_start_time_seconds"))
                .isLessThanOrEqualTo(System.currentTimeMillis() / 1000.0)
                .isGreaterThan(1_700_000_000);
    }

    @Test
    void shouldShowTheMemoryOfNettysAllocator() {
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(1 << 20);
        try {
            assertThat(Scrape.of(metrics).value("netty_allocator_used_bytes{area=\"direct\"}"))
                    .isGreaterThanOrEqualTo(1 << 20);
        } finally {
            buffer.release();
        }
    }

    @Test
    void shouldShowTheTasksThatWaitInEachLoop() throws Exception {
        EventExecutor second = secondLoop();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        second.execute(() -> {
            busy.countDown();
            awaitQuietly(goOn);
        });
        assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
        try {
            second.execute(() -> {});
            second.execute(() -> {});

            Scrape scrape = Scrape.of(metrics);

            assertThat(scrape.value("netty_eventloop_pending_tasks{loop=\"1\"}"))
                    .isEqualTo(2);
            assertThat(scrape.value("netty_eventloop_pending_tasks{loop=\"0\"}"))
                    .isZero();
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void shouldPassPrometheusLint() throws Exception {
        recorder.streamOpened();
        recorder.deliveryLatency(1_000_000);
        metrics.watchLog(() -> 1, () -> 1_000, () -> 0, () -> true);

        String complaints = Promtool.shouldAccept(metrics.scrape(null).body(), "check", "metrics");

        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "*/*", "text/plain", "text/html,application/xhtml+xml;q=0.9", "\u0000;;,=,"})
    void shouldAnswerInTextWhereNothingElseIsAskedFor(@Nullable String accept) {
        PrometheusMetrics.Exposition exposition = metrics.scrape(accept);

        assertThat(exposition.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(new String(exposition.body(), StandardCharsets.UTF_8))
                .contains("# TYPE sse_connections_opened_total counter\n")
                .doesNotContain("# EOF");
    }

    @Test
    void shouldAnswerInOpenMetricsForAPrometheusThatAsksForIt() {
        PrometheusMetrics.Exposition exposition = metrics.scrape("application/openmetrics-text;version=1.0.0,"
                + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");

        assertThat(exposition.contentType()).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(new String(exposition.body(), StandardCharsets.UTF_8))
                .contains("# TYPE sse_connections_opened counter\n")
                .contains("\nsse_connections_opened_total 0.0\n")
                .endsWith("# EOF\n");
    }

    @Test
    void shouldAnswerInProtobufForAPrometheusWithNativeHistograms() {
        PrometheusMetrics.Exposition exposition =
                metrics.scrape("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                        + "encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.1");

        assertThat(exposition.contentType()).startsWith("application/vnd.google.protobuf;");
        assertThat(new String(exposition.body(), StandardCharsets.ISO_8859_1)).contains("sse_connections_opened_total");
    }

    @Test
    void shouldLetTwoGatewaysLiveInOneJvm() {
        PrometheusMetrics other = new PrometheusMetrics(loops);
        other.recorder().streamOpened();

        assertThat(Scrape.of(metrics).value("sse_connections_opened_total")).isZero();
        assertThat(Scrape.of(other).value("sse_connections_opened_total")).isEqualTo(1);
    }

    private EventExecutor secondLoop() {
        var loop = loops.iterator();
        loop.next();
        return loop.next();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String closed(String reason) {
        return "sse_connections_closed_total{reason=\"" + reason + "\"}";
    }

    private static String gap(String reason) {
        return "sse_gaps_total{reason=\"" + reason + "\"}";
    }

    private static String rejected(String reason) {
        return "sse_connections_rejected_total{reason=\"" + reason + "\"}";
    }
}
