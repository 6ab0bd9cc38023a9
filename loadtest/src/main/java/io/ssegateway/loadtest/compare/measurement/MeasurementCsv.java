package io.ssegateway.loadtest.compare.measurement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measurements as lines of text: a header, then a line for each. No cell contains a comma or a quote; a cell is empty
 * where nothing was measured.
 */
public final class MeasurementCsv {

    private static final String CORRECT = "correct";
    private static final int FIXED_COLUMNS = 4;

    private MeasurementCsv() {}

    /** The first line. */
    public static String header() {
        return Stream.of(
                        Stream.of("round", "streams", "mode", "peer"),
                        Stream.of(Measure.values()).map(Measure::column),
                        Stream.of("result"))
                .flatMap(columns -> columns)
                .collect(Collectors.joining(","));
    }

    public static String line(Measurement measurement) {
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(measurement.round()),
                Integer.toString(measurement.streams()),
                measurement.mode().toString(),
                measurement.peer()));
        for (Measure measure : Measure.values()) {
            Double value = measurement.values().get(measure);
            cells.add(value == null ? "" : value.toString());
        }
        String fault = measurement.fault();
        cells.add(fault == null ? CORRECT : fault.replaceAll("[,\"\\s]+", " ").strip());
        return String.join(",", cells);
    }

    /**
     * Reads what {@link #header} and {@link #line} have written.
     *
     * @throws IOException if the file cannot be read, or is another one; the message names the line
     */
    public static List<Measurement> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).equals(header())) {
            throw new IOException(file + ": the first line is not " + header());
        }
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                measurements.add(parse(lines.get(i).split(",", -1)));
            } catch (IllegalArgumentException e) {
                throw new IOException("%s, line %d: %s".formatted(file, i + 1, e.getMessage()), e);
            }
        }
        return measurements;
    }

    private static Measurement parse(String[] cells) {
        Measure[] measures = Measure.values();
        if (cells.length != FIXED_COLUMNS + measures.length + 1) {
            throw new IllegalArgumentException(cells.length + " cells instead of " + header().split(",", -1).length);
        }
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        for (int i = 0; i < measures.length; i++) {
            String cell = cells[FIXED_COLUMNS + i];
            if (!cell.isEmpty()) {
                values.put(measures[i], Double.valueOf(cell));
            }
        }
        String result = cells[cells.length - 1];
        return new Measurement(
                Integer.parseInt(cells[0]),
                Integer.parseInt(cells[1]),
                Mode.parse(cells[2]),
                cells[3],
                values,
                result.equals(CORRECT) ? null : result);
    }
}
