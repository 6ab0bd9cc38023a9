package io.ssegateway.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code GET /metrics}: the gateway's own meters, and those of the JVM, the process and Netty.
 *
 * <p>The JVM and the process are measured by Prometheus' own client, not by Micrometer's binders: it has the names that
 * dashboards expect ({@code process_cpu_seconds_total}, {@code process_open_fds}), and they pass Prometheus' lint.
 * Micrometer's binders for Netty give no help texts and label by thread name and identity hash: three gauges do
 * instead.
 */
public final class PrometheusMetrics {

    private final PrometheusRegistry collectors = new PrometheusRegistry();
    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, collectors, Clock.SYSTEM);
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final GatewayMetrics recorder;

    /**
     * Registers everything except the log, so that each series is 0 from the start.
     *
     * @param eventLoops the event loops that serve streams, such as an {@code EventLoopGroup}: the n-th one is the one
     *     of {@link GatewayMetrics#eventLoopLag} with the index n
     */
    public PrometheusMetrics(Iterable<EventExecutor> eventLoops) {
        // Two metrics with one name would otherwise be dropped without a word.
        meters.throwExceptionOnRegistrationFailure();
        bindJvm();
        bindAllocator();
        recorder = new MicrometerMetrics(meters, bindEventLoops(eventLoops));
    }

    /** Where the gateway takes its notes. */
    public GatewayMetrics recorder() {
        return recorder;
    }

    /**
     * From now on the size of the event log is shown too. To be called once, by the wiring.
     *
     * @param events updates that the log holds
     * @param bytes their size
     * @param walBytes size of the write-ahead log beside it
     * @param up whether it takes updates
     */
    public void watchLog(LongSupplier events, LongSupplier bytes, LongSupplier walBytes, BooleanSupplier up) {
        Meters.LOG_UP.gauge(meters, () -> up.getAsBoolean() ? 1 : 0);
        Meters.LOG_EVENTS.gauge(meters, events::getAsLong);
        Meters.LOG_BYTES.gauge(meters, bytes::getAsLong);
        Meters.LOG_WAL_BYTES.gauge(meters, walBytes::getAsLong);
    }

    /** From now on it is shown, too, how many event loops are stuck. To be called once, by the wiring. */
    public void watchLoops(IntSupplier stuck) {
        Meters.LOOPS_STUCK.gauge(meters, stuck::getAsInt);
    }

    /**
     * Measures everything, in the format that the client prefers. Any thread; takes some milliseconds, because it reads
     * every thread of the JVM and files below {@code /proc}.
     *
     * @param accept the request's Accept header; {@code null}, and headers without a known format, get the text format
     */
    public Exposition scrape(@Nullable String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream body = new ByteArrayOutputStream(32 * 1024);
        try {
            writer.write(body, collectors.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the metrics to memory", e);
        }
        return new Exposition(writer.getContentType(), body.toByteArray());
    }

    private void bindJvm() {
        // Named one by one: JvmMetrics would add a listener to the garbage collectors that can never be removed.
        ProcessMetrics.builder().register(collectors);
        JvmRuntimeInfoMetric.builder().register(collectors);
        JvmMemoryMetrics.builder().register(collectors);
        JvmBufferPoolMetrics.builder().register(collectors);
        JvmGarbageCollectorMetrics.builder().register(collectors);
        JvmThreadsMetrics.builder().register(collectors);
        JvmClassLoadingMetrics.builder().register(collectors);
    }

    private void bindAllocator() {
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider) {
            ByteBufAllocatorMetric metric = provider.metric();
            Meters.ALLOCATOR_USED.gauge(meters, metric::usedDirectMemory, Meters.AREA, "direct");
            Meters.ALLOCATOR_USED.gauge(meters, metric::usedHeapMemory, Meters.AREA, "heap");
        }
    }

    /** Returns how many there are. */
    private int bindEventLoops(Iterable<EventExecutor> eventLoops) {
        int index = 0;
        for (EventExecutor loop : eventLoops) {
            if (loop instanceof SingleThreadEventExecutor executor) {
                Meters.LOOP_PENDING_TASKS.gauge(meters, executor::pendingTasks, Meters.LOOP, Integer.toString(index));
            }
            index++;
        }
        return index;
    }

    /**
     * The answer to a scrape.
     *
     * @param contentType the Content-Type header's value, with its charset where the format is text
     * @param body the bytes, to be treated as immutable
     */
    @SuppressWarnings("ArrayRecordComponent") // passed straight to the socket, and never compared
    public record Exposition(String contentType, byte[] body) {}
}
