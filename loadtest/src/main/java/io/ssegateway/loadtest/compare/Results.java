package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.measurement.Measurement;
import io.ssegateway.loadtest.compare.measurement.MeasurementCsv;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps measurements, and writes each to a file at once, so that one that is stopped early has what was measured until
 * then.
 */
final class Results implements Consumer<Measurement>, AutoCloseable {

    private final List<Measurement> all = new ArrayList<>();
    private final @Nullable PrintWriter file;

    /**
     * None yet.
     *
     * @param csv the file, which is replaced; null for none
     * @throws IOException if it cannot be written
     */
    Results(@Nullable Path csv) throws IOException {
        this.file = csv == null ? null : new PrintWriter(Files.newBufferedWriter(csv));
        write(MeasurementCsv.header());
    }

    @Override
    public void accept(Measurement measurement) {
        all.add(measurement);
        write(MeasurementCsv.line(measurement));
    }

    private void write(String line) {
        if (file != null) {
            file.println(line);
            file.flush();
        }
    }

    List<Measurement> all() {
        return all;
    }

    /** @throws IOException if a line could not be written */
    @Override
    public void close() throws IOException {
        if (file != null) {
            boolean failed = file.checkError();
            file.close();
            if (failed) {
                throw new IOException("the measurements could not all be written");
            }
        }
    }
}
