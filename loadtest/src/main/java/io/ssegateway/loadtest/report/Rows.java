package io.ssegateway.loadtest.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The rows of a report. */
public final class Rows {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private Rows() {}

    public static String row(String name, String format, Object... values) {
        return String.format(Locale.ROOT, "%-14s ", name) + String.format(Locale.ROOT, format, values);
    }

    /** In place of what only the server's process could tell. */
    public static String cpuUnknown() {
        return row("server CPU", "not measured: --pid names the server's process");
    }

    /**
     * A whole report: what was measured, then whether it is correct.
     *
     * @param fault the first thing that went wrong
     */
    public static String report(List<String> measured, boolean correct, @Nullable String fault) {
        List<String> rows = new ArrayList<>(measured);
        rows.add(row("result", "%s", correct ? "correct" : "NOT CORRECT"));
        if (fault != null) {
            rows.add(row("first fault", "%s", fault));
        }
        return String.join("\n", rows);
    }

    /** @param nanos its values are nanoseconds */
    public static String latency(String name, Histogram nanos) {
        return row(
                name,
                "p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, max %.3f ms",
                millis(nanos.getValueAtPercentile(50)),
                millis(nanos.getValueAtPercentile(99)),
                millis(nanos.getValueAtPercentile(99.9)),
                millis(nanos.getMaxValue()));
    }

    public static double millis(long nanos) {
        return nanos / NANOS_PER_MILLI;
    }

    public static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    public static double perSecond(long count, long nanos) {
        return nanos <= 0 ? 0 : count / seconds(nanos);
    }

    /** Microseconds. */
    public static double perItem(Duration time, long items) {
        return items == 0 ? 0 : time.toNanos() / NANOS_PER_MICRO / items;
    }

    public static double ratio(long numerator, long denominator) {
        return denominator == 0 ? 0 : (double) numerator / denominator;
    }
}
