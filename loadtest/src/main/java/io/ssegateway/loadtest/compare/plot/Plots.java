package io.ssegateway.loadtest.compare.plot;

import io.ssegateway.loadtest.compare.measurement.Measure;
import io.ssegateway.loadtest.compare.measurement.Mode;
import io.ssegateway.loadtest.compare.measurement.Summary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;

/** Draws a summary as PNG files: one for each measure and mode. */
public final class Plots {

    private static final List<Measure> DRAWN =
            List.of(Measure.CPU_PER_DELIVERY, Measure.P99, Measure.CPU_PER_CONNECT, Measure.MEMORY_PER_STREAM);

    private Plots() {}

    /**
     * Writes all into a folder, which is made if it does not exist; files of the same names are replaced.
     *
     * @return the files; none if nothing was measured
     * @throws IOException if one cannot be written
     */
    public static List<Path> write(Summary summary, Path folder) throws IOException {
        // Most often there is no screen where this runs.
        System.setProperty("java.awt.headless", "true");
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (Mode mode : summary.modes()) {
            for (Measure measure : DRAWN) {
                XYChart chart = StreamsChart.of(summary, measure, mode);
                if (!chart.getSeriesCollection().isEmpty()) {
                    files.add(write(chart, folder.resolve(fileName(measure, mode))));
                }
            }
        }
        return files;
    }

    /** Such as {@code cpu-per-delivery-16.png}. */
    private static String fileName(Measure measure, Mode mode) {
        String what = measure.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return what + "-" + mode.toString().replace("/s", "-per-second") + ".png";
    }

    private static Path write(XYChart chart, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(chart, out, "png");
        }
        return file;
    }
}
