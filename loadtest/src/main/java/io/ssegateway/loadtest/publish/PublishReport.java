package io.ssegateway.loadtest.publish;

import io.ssegateway.loadtest.client.Deliveries;
import io.ssegateway.loadtest.report.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a measurement of publishing came to.
 *
 * @param open subscribers that were open at the end
 * @param published messages that the server acknowledged, those of the warm-up too
 * @param otherEvents events that were not of this run
 * @param sameOrder whether all subscribers got the messages of all publishers in the same order
 * @param begin when measuring began
 * @param end when it ended
 * @param answers from a request to its answer, in nanoseconds
 * @param fault the first thing that went wrong, apart from the deliveries themselves
 */
public record PublishReport(
        PublishPlan plan,
        int open,
        long published,
        Deliveries deliveries,
        long otherEvents,
        boolean sameOrder,
        Snapshot begin,
        Snapshot end,
        Histogram answers,
        @Nullable String fault) {

    public boolean isCorrect() {
        return open == plan.subscribers() && published > 0 && deliveries.isCorrect() && sameOrder && fault == null;
    }

    public String table() {
        long nanos = end.nanos() - begin.nanos();
        long publishes = end.published() - begin.published();
        long delivered = end.deliveries() - begin.deliveries();
        List<String> rows = new ArrayList<>(List.of(
                Rows.row("subscribers", "%d, %d open at the end", plan.subscribers(), open),
                Rows.row("published", "%d on %d connections", published, plan.connections())));
        rows.addAll(deliveries.rows());
        rows.addAll(List.of(
                Rows.row("order", "%s", order()),
                Rows.row(
                        "publish rate",
                        "%.0f/s (%.0f requests/s) over %.1f s",
                        Rows.perSecond(publishes, nanos),
                        Rows.perSecond(publishes / plan.batch(), nanos),
                        Rows.seconds(nanos)),
                Rows.latency("answer", answers),
                Rows.row("delivery rate", "%.0f/s", Rows.perSecond(delivered, nanos)),
                cpuRow(publishes, delivered)));
        return Rows.report(rows, isCorrect(), fault);
    }

    private String order() {
        if (deliveries.missing() > 0) {
            return "not known, as messages are missing";
        }
        return sameOrder ? "the same for all subscribers" : "DIFFERS";
    }

    private String cpuRow(long publishes, long delivered) {
        Duration cpu = end.cpu().minus(begin.cpu());
        return cpu.isZero()
                ? Rows.cpuUnknown()
                : Rows.row(
                        "server CPU",
                        "%.2f processors, %.2f µs per publish, %.3f µs per delivery",
                        Rows.ratio(cpu.toNanos(), end.nanos() - begin.nanos()),
                        Rows.perItem(cpu, publishes),
                        Rows.perItem(cpu, delivered));
    }
}
