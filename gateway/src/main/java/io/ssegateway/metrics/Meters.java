package io.ssegateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of the gateway: its name, exactly as Prometheus shows it, and its help text. Dashboards and alerts depend
 * on the names: a change here is a breaking one. A meter's base unit (seconds, bytes) is in its name, as is the
 * convention of Prometheus; meters without one are plain counts. The JVM's and the process's own metrics come with
 * their names from Prometheus' client library: see {@link PrometheusMetrics}.
 */
enum Meters {
    CONNECTIONS("sse_connections", "Streams that are open now."),
    OPENED("sse_connections_opened_total", "Streams that were opened."),
    CLOSED("sse_connections_closed_total", "Streams that were closed, by reason."),
    REJECTED("sse_connections_rejected_total", "Connections and streams that were refused, by reason."),
    GAPS("sse_gaps_total", "Gap events for updates that streams missed, by reason."),
    LAGGING("sse_lagging_connections", "Streams that lag now: their socket is full, or they still read older updates."),
    LOG_UP("sse_log_up", "1 while the event log accepts updates, 0 while it cannot be written or reached."),
    LOG_EVENTS("sse_log_events", "Updates that the event log holds now."),
    LOG_BYTES("sse_log_bytes", "Approximate size of the updates that the event log holds now."),
    LOG_WAL_BYTES("sse_log_wal_bytes", "Size of the write-ahead log beside the event log's file."),
    PUBLISHED("sse_events_published_total", "Updates that were accepted from publishers."),
    DELIVERED("sse_events_delivered_total", "Events handed to sockets, summed over the subscribers."),
    WRITES("sse_writes_total", "Writes to sockets that carried events; one write may carry many."),
    BYTES_SENT("sse_bytes_sent_total", "Bytes of events and heartbeats handed to sockets, framing included."),
    HEARTBEATS("sse_heartbeats_total", "Heartbeats and positions handed to sockets."),
    /** A histogram; Micrometer also shows the longest of the last minutes, as {@code sse_delivery_seconds_max}. */
    DELIVERY(
            "sse_delivery_seconds",
            "Time from accepting an update until an event loop handed it to the last of its subscribers."),
    LOOP_LAG(
            "sse_eventloop_lag_seconds",
            "How late tasks of an event loop ran: the worst of the last 40 to 60 seconds, by loop."),
    LOOPS_STUCK(
            "sse_stuck_event_loops",
            "Event loops that have not delivered a waiting update for 30 seconds; only a restart helps."),
    LOOP_PENDING_TASKS("netty_eventloop_pending_tasks", "Tasks that wait in an event loop's queues, by loop."),
    ALLOCATOR_USED("netty_allocator_used_bytes", "Memory that Netty's allocator holds, in use or pooled, by area.");

    /** The label of {@link #CONNECTIONS}. */
    static final String TRANSPORT = "transport";
    /** The label of {@link #CLOSED}, {@link #REJECTED} and {@link #GAPS}. */
    static final String REASON = "reason";
    /** The label of {@link #LOOP_LAG} and {@link #LOOP_PENDING_TASKS}: the loop's index, from 0. */
    static final String LOOP = "loop";
    /** The label of {@link #ALLOCATOR_USED}, as in {@code jvm_memory_used_bytes}. */
    static final String AREA = "area";

    private final String prometheusName;
    private final String help;

    Meters(String prometheusName, String help) {
        this.prometheusName = prometheusName;
        this.help = help;
    }

    String prometheusName() {
        return prometheusName;
    }

    String help() {
        return help;
    }

    /** A counter in the registry; {@code labels} are keys and values in turn. */
    Counter counter(MeterRegistry registry, String... labels) {
        return Counter.builder(prometheusName).description(help).tags(labels).register(registry);
    }

    /** A gauge in the registry that reads {@code value} at each scrape; {@code labels} are keys and values in turn. */
    void gauge(MeterRegistry registry, Supplier<@Nullable Number> value, String... labels) {
        Gauge.builder(prometheusName, value)
                .description(help)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    /** A timer in the registry, yet without its histogram's buckets. */
    Timer.Builder timer() {
        return Timer.builder(prometheusName).description(help);
    }
}
