package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.measurement.Mode;
import io.ssegateway.loadtest.report.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * Tells a person how far a comparison is, and what should be known at once: on a terminal by a line that changes,
 * elsewhere by a line for each round. Belongs to the run's thread.
 */
public final class TurnProgress {

    private static final int WIDTH = 24;

    private final PrintWriter out;
    private final boolean terminal;
    private String phase = "";
    private int total;
    private int taken;
    private int round;
    private long begin;
    private int shown;

    /** @param terminal whether {@code out} is one */
    public TurnProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void begin(String what, int turns) {
        phase = what;
        total = turns;
        taken = 0;
        round = 0;
        begin = System.nanoTime();
    }

    /** This is measured now. */
    void show(int now, int streams, Mode mode, String peer) {
        if (terminal) {
            write("%s%s  round %d, %d streams, %s, %s".formatted(bar(), left(), now, streams, mode.title(), peer));
        } else if (now != round) {
            out.println("%s: round %d, %d of %d done%s".formatted(phase, now, taken, total, left()));
            out.flush();
        }
        round = now;
    }

    /** That is over. */
    void done() {
        taken++;
    }

    void end() {
        if (terminal) {
            write(bar());
            out.println();
            shown = 0;
        } else {
            out.println("%s: %d of %d done".formatted(phase, taken, total));
        }
        out.flush();
    }

    /** A line that stays. */
    void note(String text) {
        if (shown > 0) {
            write("");
            out.print('\r');
        }
        out.println(text);
        out.flush();
        shown = 0;
    }

    private void write(String line) {
        out.print('\r' + line + " ".repeat(Math.max(0, shown - line.length())));
        out.flush();
        shown = line.length();
    }

    private String bar() {
        double part = total == 0 ? 1 : (double) taken / total;
        return "%-10s %s %d of %d".formatted(phase, Progress.gauge(part, WIDTH), taken, total);
    }

    private String left() {
        if (taken == 0) {
            return "";
        }
        Duration left = Duration.ofNanos((System.nanoTime() - begin) / taken * (total - taken));
        return String.format(Locale.ROOT, ", %d:%02d min left", left.toMinutes(), left.toSecondsPart());
    }
}
