package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.Deliveries;
import io.ssegateway.loadtest.report.Rows;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param opened streams that got their response head
 * @param open streams that were still open at the end
 * @param openNanos from the first connect to the last response head
 * @param published messages that the server took, those of the warm-up too
 * @param deliveries of what was published, those of the warm-up too
 * @param measureNanos from the first measured publish to the last delivery
 * @param latency of the measured deliveries, from when a message was sent or, at a rate, due, in nanoseconds
 * @param server what it used
 * @param fault the first thing that went wrong, apart from the deliveries themselves
 */
public record Report(
        LoadPlan plan,
        int opened,
        int open,
        long openNanos,
        int published,
        Deliveries deliveries,
        long otherEvents,
        long measureNanos,
        Histogram latency,
        ServerUse server,
        @Nullable String fault) {

    private static final double MEBIBYTE = 1 << 20;
    private static final double KIBIBYTE = 1 << 10;

    /** Whether every stream got every message, each once, as it was sent and in order, and nothing else went wrong. */
    public boolean isCorrect() {
        return open == plan.audience().streams()
                && published == plan.load().total()
                && deliveries.isCorrect()
                && fault == null;
    }

    /** Deliveries that count for latency, rate and CPU time. */
    public long measuredDeliveries() {
        return latency.getTotalCount();
    }

    /** The server's CPU time in microseconds; 0 if its process is unknown. */
    public double cpuPerDelivery() {
        return Rows.perItem(server.measureCpu(), measuredDeliveries());
    }

    /** The server's CPU time in microseconds; 0 if its process is unknown. */
    public double cpuPerConnect() {
        return Rows.perItem(server.connectCpu(), opened);
    }

    /** How much the server's memory (PSS) grew during the run, in bytes; 0 if unknown. */
    public double memoryPerStream() {
        return Rows.ratio(server.memory(), opened);
    }

    /** The report for a person to read. */
    public String table() {
        List<String> rows = new ArrayList<>(List.of(
                Rows.row(
                        "streams",
                        "%d of %d opened, %d open at the end",
                        opened,
                        plan.audience().streams(),
                        open),
                Rows.row("connect rate", "%.0f/s", Rows.perSecond(opened, openNanos)),
                Rows.row("published", "%s", publishedOf())));
        rows.addAll(deliveries.rows());
        rows.add(Rows.row("other events", "%d", otherEvents));
        rows.add(Rows.row("delivery rate", "%.0f/s", Rows.perSecond(measuredDeliveries(), measureNanos)));
        rows.add(Rows.latency("latency", latency));
        rows.addAll(plan.pids().isEmpty() ? List.of(Rows.cpuUnknown()) : serverRows());
        return Rows.report(rows, isCorrect(), fault);
    }

    private String publishedOf() {
        Load load = plan.load();
        return "%d of %d".formatted(published, load.total())
                + (load.warmup() == 0 ? "" : ", %d of them to warm up".formatted(Math.min(published, load.warmup())));
    }

    private List<String> serverRows() {
        return List.of(
                Rows.row("server CPU", "%.1f µs per connect, %.3f µs per delivery", cpuPerConnect(), cpuPerDelivery()),
                Rows.row(
                        "server idle",
                        "%.4f processors over %.1f s",
                        Rows.ratio(server.holdCpu().toNanos(), server.holdNanos()),
                        Rows.seconds(server.holdNanos())),
                Rows.row(
                        "server memory",
                        "RSS %.1f MiB, PSS %.1f MiB; before the streams RSS %.1f MiB, PSS %.1f MiB: %.1f KiB per stream",
                        server.after().rss() / MEBIBYTE,
                        server.after().pss() / MEBIBYTE,
                        server.before().rss() / MEBIBYTE,
                        server.before().pss() / MEBIBYTE,
                        memoryPerStream() / KIBIBYTE));
    }
}
