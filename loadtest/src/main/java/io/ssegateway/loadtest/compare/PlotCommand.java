package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.measurement.MeasurementCsv;
import io.ssegateway.loadtest.compare.measurement.Summary;
import io.ssegateway.loadtest.compare.measurement.SummaryTable;
import io.ssegateway.loadtest.compare.plot.Plots;
import io.ssegateway.loadtest.options.BaselineOption;
import io.ssegateway.loadtest.options.StandardOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows again what a comparison has measured. */
@Command(
        name = "plot",
        sortOptions = false,
        showDefaultValues = true,
        description = "Draws the figures that 'compare --csv' has written, and prints their table.")
public final class PlotCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "The measurements.")
    private Path csv = Path.of("");

    @Parameters(index = "1", paramLabel = "FOLDER", description = "Where the PNG files go.")
    private Path folder = Path.of("");

    @Mixin
    private BaselineOption baseline = new BaselineOption();

    @Mixin
    private StandardOptions standard = new StandardOptions();

    @Override
    public Integer call() {
        PrintWriter out = standard.out();
        try {
            Summary summary = new Summary(MeasurementCsv.read(csv), baseline.name());
            out.println(new SummaryTable(summary).text());
            List<Path> files = Plots.write(summary, folder);
            files.forEach(out::println);
            out.flush();
            return standard.exitCode(true);
        } catch (IOException e) {
            return standard.fail(e);
        }
    }
}
