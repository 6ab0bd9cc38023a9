package io.ssegateway.loadtest.smoke;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints one line for each check, and remembers whether one failed. */
final class Checks {

    private final PrintWriter out;
    private int passed;
    private int failed;

    Checks(PrintWriter out) {
        this.out = out;
    }

    /**
     * A check and its outcome.
     *
     * @param detail what was found
     */
    void check(String name, boolean ok, String detail) {
        passed += ok ? 1 : 0;
        failed += ok ? 0 : 1;
        print(ok ? "ok" : "FAILED", name, detail);
    }

    /** The last line; true if nothing failed. */
    boolean conclude(double seconds) {
        print(
                isPassed() ? "passed" : "FAILED",
                "smoke",
                String.format(Locale.ROOT, "%d checks passed, %d failed, %.0f s", passed, failed, seconds));
        return isPassed();
    }

    boolean isPassed() {
        return failed == 0;
    }

    private void print(String outcome, String name, String detail) {
        out.println(String.format(Locale.ROOT, "%-7s %-28s %s", outcome, name, detail));
        out.flush();
    }
}
