package io.ssegateway.loadtest.options;

import io.ssegateway.loadtest.report.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** What every command has: its help, and where it prints. */
public final class StandardOptions extends CheckedOptions {

    /** The end of the help of each command that runs once and reports. */
    public static final String EXIT_CODES =
            "Exit code: 0 if every delivery was correct, 1 if not, 2 if an argument is wrong.";

    @Option(names = "--progress-bar", defaultValue = "false", hidden = true, description = "Set by the launcher.")
    private boolean progressBar;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it.
    private boolean help;

    /** Whether {@link #err} is a terminal. */
    public boolean isTerminal() {
        return progressBar;
    }

    /** Where the run shows its progress. */
    public Progress progress() {
        return new Progress(err(), progressBar);
    }

    public PrintWriter out() {
        return commandLine().getOut();
    }

    public PrintWriter err() {
        return commandLine().getErr();
    }

    /** Prints a report, and answers with the exit code. */
    public int print(String table, boolean correct) {
        out().println(table);
        out().flush();
        return exitCode(correct);
    }

    /** Says what went wrong with a file, and answers with the exit code. */
    public int fail(IOException e) {
        err().println("loadtest: " + Failures.sentence(e));
        return exitCode(false);
    }

    /** Whether all that the command did went well. */
    public int exitCode(boolean correct) {
        return correct ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
