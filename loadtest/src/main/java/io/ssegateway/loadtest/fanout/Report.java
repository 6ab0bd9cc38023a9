package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.report.Rows;
import java.time.Duration;
import java.util.List;
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
public record Report(
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

    public boolean isCorrect() {
        return open == streams
                && published == messages
                && missing == 0
                && duplicated == 0
                && outOfOrder == 0
                && fault == null;
    }

    public String table() {
        String table = String.join(
                "\n",
                List.of(
                        Rows.row("streams", "%d of %d opened, %d open at the end", opened, streams, open),
                        Rows.row("connect rate", "%.0f/s", Rows.perSecond(opened, openNanos)),
                        Rows.row("published", "%d of %d", published, messages),
                        Rows.row("deliveries", "%d of %d", deliveries, (long) messages * streams),
                        Rows.row("missing", "%d", missing),
                        Rows.row("duplicated", "%d", duplicated),
                        Rows.row("out of order", "%d", outOfOrder),
                        Rows.row("other events", "%d", otherEvents),
                        Rows.row("delivery rate", "%.0f/s", Rows.perSecond(deliveries, deliverNanos)),
                        Rows.latency("latency", latency),
                        cpuRow(),
                        Rows.row("result", "%s", isCorrect() ? "correct" : "NOT CORRECT")));
        return fault == null ? table : table + "\n" + Rows.row("first fault", "%s", fault);
    }

    private String cpuRow() {
        return connectCpu.isZero() && deliverCpu.isZero()
                ? Rows.row("server CPU", "not measured: --pid names the server's process")
                : Rows.row(
                        "server CPU",
                        "%.1f µs per connect, %.3f µs per delivery",
                        Rows.perItem(connectCpu, opened),
                        Rows.perItem(deliverCpu, deliveries));
    }
}
