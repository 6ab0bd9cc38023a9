package io.ssegateway.loadtest.replay;

import io.ssegateway.loadtest.client.Deliveries;
import io.ssegateway.loadtest.report.Rows;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a mass replay came to.
 *
 * @param historyPublished updates of the history that the server acknowledged
 * @param replayOpen replaying streams that were open at the end
 * @param liveOpen live streams that were open at the end
 * @param otherEvents events that were not of this run
 * @param bytes of the bodies of the replaying streams, without HTTP's chunks
 * @param replayNanos from the first connect until all had all
 * @param without live delivery without the replay
 * @param with live delivery during the replay
 * @param replayCpu CPU time of the server during the replay, for all it did; zero if its process is unknown
 * @param fault the first thing that went wrong, apart from the deliveries themselves
 */
public record ReplayReport(
        ReplayPlan plan,
        int historyPublished,
        int replayOpen,
        int liveOpen,
        Deliveries replayed,
        Deliveries live,
        long otherEvents,
        long bytes,
        long replayNanos,
        LivePhase without,
        LivePhase with,
        Duration replayCpu,
        @Nullable String fault) {

    private static final double MEBIBYTE = 1 << 20;

    public boolean isCorrect() {
        return historyPublished == plan.events()
                && replayOpen == plan.streams()
                && liveOpen == plan.liveStreams()
                && replayed.isCorrect()
                && live.isCorrect()
                && fault == null;
    }

    public String table() {
        List<String> rows = List.of(
                Rows.row("history", "%d of %d published", historyPublished, plan.events()),
                Rows.row("streams", "%d of %d open at the end", replayOpen, plan.streams()),
                replayed.row("replayed"),
                Rows.row(
                        "replay rate",
                        "%.0f events/s, %.1f MiB/s, %s after %.2f s",
                        Rows.perSecond(replayed.count(), replayNanos),
                        replayNanos == 0 ? 0 : bytes / MEBIBYTE / Rows.seconds(replayNanos),
                        replayed.isCorrect() ? "all had all" : "NOT COMPLETE",
                        Rows.seconds(replayNanos)),
                Rows.row("live streams", "%d of %d open at the end", liveOpen, plan.liveStreams()),
                live.row("live events"),
                Rows.latency("live without", without.latency()),
                Rows.latency("live with", with.latency()),
                ratios(),
                Rows.latency("lag without", without.lag()),
                Rows.latency("lag with", with.lag()),
                replayCpu.isZero()
                        ? Rows.cpuUnknown()
                        : Rows.row(
                                "server CPU",
                                "%.2f processors during the replay, %.3f µs per replayed event",
                                Rows.ratio(replayCpu.toNanos(), replayNanos),
                                Rows.perItem(replayCpu, replayed.count())));
        return Rows.report(rows, isCorrect(), fault);
    }

    private String ratios() {
        Histogram before = without.latency();
        Histogram during = with.latency();
        return Rows.row(
                "with / without",
                "p50 %.2f, p99 %.2f, p99.9 %.2f, max %.2f",
                Rows.ratio(during.getValueAtPercentile(50), before.getValueAtPercentile(50)),
                Rows.ratio(during.getValueAtPercentile(99), before.getValueAtPercentile(99)),
                Rows.ratio(during.getValueAtPercentile(99.9), before.getValueAtPercentile(99.9)),
                Rows.ratio(during.getMaxValue(), before.getMaxValue()));
    }
}
