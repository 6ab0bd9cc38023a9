package io.ssegateway.loadtest.compare.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementCsvTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldReadWhatItHasWritten() throws IOException {
        List<Measurement> measurements = List.of(
                new Measurement(
                        1,
                        1_000,
                        new Mode(1, 0),
                        "gateway",
                        Map.of(
                                Measure.CPU_PER_DELIVERY,
                                1.0 / 3,
                                Measure.P999,
                                1e-7,
                                Measure.DELIVERIES_PER_SECOND,
                                4e9),
                        null),
                new Measurement(2, 15_000, Mode.IDLE, "one-loop", Map.of(Measure.MEMORY_PER_STREAM, -12.5), null),
                new Measurement(3, 5, new Mode(0, 0.5), "floor", Map.of(), "it ended"));

        assertThat(MeasurementCsv.read(write(measurements))).isEqualTo(measurements);
    }

    @Test
    void shouldKeepAFaultInItsCell() throws IOException {
        Measurement measurement = new Measurement(
                1, 1, new Mode(1, 0), "node", Map.of(), "answered 503:\n{\"title\": \"full, come back\"}\n");

        assertThat(MeasurementCsv.read(write(List.of(measurement))))
                .singleElement()
                .extracting(Measurement::fault)
                .isEqualTo("answered 503: { title : full come back }");
    }

    @Test
    void shouldHaveOneColumnForEachMeasure() {
        assertThat(MeasurementCsv.header())
                .isEqualTo("round,streams,mode,peer,cpu_us_per_delivery,cpu_us_per_connect,p50_ms,p99_ms,p999_ms,"
                        + "deliveries_per_second,memory_bytes_per_stream,result");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,10,1,floor,1,,,,,,|11 cells instead of 12",
                "x,10,1,floor,1,,,,,,,correct|For input string: \"x\"",
                "1,10,1,floor,fast,,,,,,,correct|For input string: \"fast\"",
                "1,10,0,floor,1,,,,,,,correct|'0' is not a mode"
            })
    void shouldNameTheLineThatIsWrong(String line, String message) throws IOException {
        Path file = folder.resolve("some.csv");
        Files.write(file, List.of(MeasurementCsv.header(), "1,10,1,floor,1,,,,,,,correct", line));

        assertThatThrownBy(() -> MeasurementCsv.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ", line 3: ")
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseAnotherFile() throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> MeasurementCsv.read(file)).hasMessageContaining("the first line is not round,");
        Path empty = Files.writeString(folder.resolve("empty.csv"), "");
        assertThatThrownBy(() -> MeasurementCsv.read(empty)).hasMessageContaining("the first line is not round,");
    }

    private Path write(List<Measurement> measurements) throws IOException {
        Path file = folder.resolve("rounds.csv");
        StringBuilder text = new StringBuilder(MeasurementCsv.header()).append('\n');
        measurements.forEach(
                measurement -> text.append(MeasurementCsv.line(measurement)).append('\n'));
        return Files.writeString(file, text);
    }
}
