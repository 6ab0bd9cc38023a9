package io.ssegateway.loadtest.report;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far a run is: on a terminal a bar with percentage, rate and time left for each phase, elsewhere one line
 * for each finished phase. Belongs to the run's thread.
 */
public final class Progress {

    private static final int WIDTH = 30;
    private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PrintWriter out;
    private final boolean terminal;
    private String phase = "";
    private long begin;
    private long shown;

    /** @param terminal whether {@code out} is one */
    public Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** One that shows nothing. */
    public static Progress silent() {
        return new Progress(new PrintWriter(Writer.nullWriter()), false);
    }

    /** A phase is so far; may be called as often as one likes. */
    public void show(String name, long done, long total) {
        long now = System.nanoTime();
        if (!phase.equals(name)) {
            phase = name;
            begin = now;
            shown = now - REFRESH_NANOS;
        }
        if (terminal && now - shown >= REFRESH_NANOS) {
            shown = now;
            out.print('\r' + bar(name, done, total, now - begin));
            out.flush();
        }
    }

    /** A phase has come to its end, though perhaps not to its goal. */
    public void finish(String name, long done, long total) {
        if (terminal) {
            long time = phase.equals(name) ? System.nanoTime() - begin : 0;
            out.println('\r' + bar(name, done, total, time));
        } else {
            out.println("%s: %d of %d".formatted(name, done, total));
        }
        out.flush();
        phase = "";
    }

    /** A part of one, drawn as a bar so many characters long. */
    public static String gauge(double part, int width) {
        int filled = (int) (width * part);
        return "[" + "#".repeat(filled) + ".".repeat(width - filled) + "]";
    }

    /** @param nanos since the phase began */
    static String bar(String name, long done, long total, long nanos) {
        double part = total <= 0 ? 1 : Math.min(1, (double) done / total);
        double rate = Rows.perSecond(done, nanos);
        String time = done >= total
                ? String.format(Locale.ROOT, "in %.1f s", Rows.seconds(nanos))
                : rate == 0 ? "" : String.format(Locale.ROOT, "%.0f s left", (total - done) / rate);
        return String.format(
                Locale.ROOT,
                "%-10s %s %3.0f %%  %d of %d  %.0f/s  %-12s",
                name,
                gauge(part, WIDTH),
                Math.floor(part * 100),
                done,
                total,
                rate,
                time);
    }
}
