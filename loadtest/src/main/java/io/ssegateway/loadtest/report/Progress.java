package io.ssegateway.loadtest.report;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells how far a run is: a bar that moves on a terminal, one line for each finished phase elsewhere. */
public final class Progress {

    private static final int WIDTH = 40;

    private final PrintWriter out;
    private final boolean terminal;

    public Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public void show(String phase, long done, long total) {
        if (terminal) {
            out.print('\r' + bar(phase, done, total));
            out.flush();
        }
    }

    public void finish(String phase, long done, long total) {
        out.println(terminal ? '\r' + bar(phase, done, total) : "%s: %d of %d".formatted(phase, done, total));
        out.flush();
    }

    private static String bar(String phase, long done, long total) {
        int filled = total == 0 ? WIDTH : (int) Math.min(WIDTH, WIDTH * done / total);
        return String.format(
                Locale.ROOT,
                "%-11s [%s%s] %d of %d",
                phase,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                done,
                total);
    }
}
