package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.measurement.MeasurementCsv;
import io.ssegateway.loadtest.compare.measurement.Summary;
import io.ssegateway.loadtest.compare.measurement.SummaryTable;
import io.ssegateway.loadtest.compare.plot.Plots;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** Shows again what a comparison has measured. */
@Command(
        name = "plot",
        sortOptions = false,
        showDefaultValues = true,
        description = "Draws the figures that 'compare --csv' has written, and prints their table.")
public final class PlotCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The measurements.")
    private Path csv = Path.of("");

    @Parameters(index = "1", paramLabel = "FOLDER", description = "Where the PNG files go.")
    private Path folder = Path.of("");

    @Option(names = "--baseline", defaultValue = "floor", description = "The server to compare the others with.")
    private String baseline = "";

    @Option(names = "--progress-bar", defaultValue = "false", hidden = true, description = "Set by the launcher.")
    @SuppressWarnings("UnusedVariable") // The launcher sets it for all commands.
    private boolean progressBar;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it.
    private boolean help;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        CommandLine commandLine = spec.commandLine();
        PrintWriter out = commandLine.getOut();
        try {
            Summary summary = new Summary(MeasurementCsv.read(csv), baseline);
            out.println(new SummaryTable(summary).text());
            List<Path> files = Plots.write(summary, folder);
            files.forEach(out::println);
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            commandLine.getErr().println("loadtest: " + Failures.sentence(e));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
