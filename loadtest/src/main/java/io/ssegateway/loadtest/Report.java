package io.ssegateway.loadtest;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param streams      wanted
 * @param opened       that got their response head
 * @param open         that were still open at the end
 * @param openNanos    from the first connect to the last response head
 * @param messages     to publish
 * @param published    that the server took
 * @param deliverNanos from the first publish to the last delivery
 * @param latency      from the begin of a publish to the event's receipt, in nanoseconds
 * @param connectCpu   CPU time of the server while the streams opened; zero if its process is unknown
 * @param deliverCpu   CPU time of the server from then to the last delivery
 * @param fault        the first thing that went wrong, apart from the deliveries themselves
 */
record Report(
        int streams,
        int opened,
        int open,
        long openNanos,
        int messages,
        int published,
        long deliveries,
        long missing,
        long duplicated,
        long outOfOrder,
        long otherEvents,
        long deliverNanos,
        Histogram latency,
        Duration connectCpu,
        Duration deliverCpu,
        @Nullable String fault) {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    boolean isCorrect() {
        return open == streams
                && published == messages
                && missing == 0
                && duplicated == 0
                && outOfOrder == 0
                && fault == null;
    }

    String table() {
        String table = String.join(
                "\n",
                List.of(
                        row("streams", "%d of %d opened, %d open at the end", opened, streams, open),
                        row("connect rate", "%.0f/s", perSecond(opened, openNanos)),
                        row("published", "%d of %d", published, messages),
                        row("deliveries", "%d of %d", deliveries, (long) messages * streams),
                        row("missing", "%d", missing),
                        row("duplicated", "%d", duplicated),
                        row("out of order", "%d", outOfOrder),
                        row("other events", "%d", otherEvents),
                        row("delivery rate", "%.0f/s", perSecond(deliveries, deliverNanos)),
                        row(
                                "latency",
                                "p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, max %.3f ms",
                                latency.getValueAtPercentile(50) / NANOS_PER_MILLI,
                                latency.getValueAtPercentile(99) / NANOS_PER_MILLI,
                                latency.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                                latency.getMaxValue() / NANOS_PER_MILLI),
                        cpuRow(),
                        row("result", "%s", isCorrect() ? "correct" : "NOT CORRECT")));
        return fault == null ? table : table + "\n" + row("first fault", "%s", fault);
    }

    private static double perSecond(long count, long nanos) {
        return nanos <= 0 ? 0 : count / (nanos / NANOS_PER_SECOND);
    }

    private String cpuRow() {
        return connectCpu.isZero() && deliverCpu.isZero()
                ? row("server CPU", "not measured: --pid names the server's process")
                : row(
                        "server CPU",
                        "%.1f µs per connect, %.3f µs per delivery",
                        perItem(connectCpu, opened),
                        perItem(deliverCpu, deliveries));
    }

    /** Microseconds. */
    private static double perItem(Duration time, long items) {
        return items == 0 ? 0 : time.toNanos() / NANOS_PER_MICRO / items;
    }

    private static String row(String name, String format, Object... values) {
        return String.format(Locale.ROOT, "%-14s ", name) + String.format(Locale.ROOT, format, values);
    }
}
