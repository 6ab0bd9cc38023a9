package io.ssegateway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.loadtest.compare.measurement.Measure;
import io.ssegateway.loadtest.compare.measurement.Measurement;
import io.ssegateway.loadtest.compare.measurement.MeasurementCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandIT {

    private final Console console = new Console();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldMeasureSideBySide() throws IOException {
        Path csv = folder.resolve("rounds.csv");

        int exit = compare(
                "--peers",
                "floor,channel-group",
                "--modes",
                "1,4,100/s,idle",
                "--rounds",
                "1",
                "--csv",
                csv.toString(),
                "--plots",
                folder.resolve("plots").toString());

        assertThat(exit).as(console.err() + console.out()).isZero();
        assertThat(console.out())
                .contains("20 streams, one message at a time", "20 streams, 100 messages a second", "× floor")
                .doesNotContain("NOT CORRECT");
        List<Measurement> measurements = MeasurementCsv.read(csv);
        assertThat(measurements).hasSize(2 * 4).allMatch(Measurement::isCorrect);
        assertThat(measurements)
                .allSatisfy(measurement -> assertThat(measurement.values())
                        .containsOnlyKeys(
                                measurement.mode().isIdle()
                                        ? List.of(Measure.MEMORY_PER_STREAM)
                                        : Stream.of(Measure.values())
                                                .filter(measure -> measure != Measure.MEMORY_PER_STREAM)
                                                .toList()));
        assertThat(measurements.stream().map(Measurement::peer).limit(2)).containsExactly("floor", "channel-group");
        try (Stream<Path> plots = Files.list(folder.resolve("plots"))) {
            assertThat(plots).hasSize(3 * 3 + 1);
        }

        Console again = new Console();
        assertThat(again.execute("plot", csv.toString(), folder.resolve("again").toString()))
                .isZero();
        assertThat(again.out())
                .startsWith(console.out().substring(0, console.out().indexOf(folder.toString())));
        assertThat(folder.resolve("again/p99-4.png")).isNotEmptyFile();
    }

    @Test
    void shouldLeaveOutWhatIsMissingAndGoOn() {
        assertThat(compare("--peers", "gateway,floor", "--modes", "1", "--rounds", "1", "--home", folder.toString()))
                .isZero();

        assertThat(console.err())
                .contains("gateway is skipped: there is no " + folder.resolve("bin/sse-gateway") + "; set --home");
        assertThat(console.out()).contains("floor").doesNotContain("gateway");
    }

    @Test
    void shouldNotSucceedWithoutAnything() {
        assertThat(compare("--peers", "gateway", "--home", folder.toString())).isOne();
    }

    @Test
    void shouldStopWhenItsTimeIsOver() {
        assertThat(compare("--peers", "floor", "--modes", "1", "--limit", "0s")).isOne();

        assertThat(console.err()).contains("the 0 s of --limit have passed");
    }

    @Test
    void shouldStopItsServersWhenItIsInterrupted() {
        long before = ProcessHandle.current().children().count();
        Thread.currentThread().interrupt();

        assertThat(compare("--peers", "floor", "--modes", "1")).isOne();

        assertThat(Thread.interrupted()).isFalse();
        assertThat(console.err()).contains("stopped; until then:");
        assertThat(ProcessHandle.current().children()).hasSize((int) before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--peers apache|--peers: apache is unknown; accepted: floor, gateway, channel-group, nchan, node",
                "--peers floor,floor|one name twice: floor, floor",
                "--gateway floor=-Xmx1g|one name twice: floor, gateway",
                "--gateway nonsense|--gateway: 'nonsense' is not a name and options",
                "--peers floor --baseline nchan|--baseline: nchan is not compared; accepted: floor",
                "--modes 1,fast|'fast' is not a mode: 16 for as many messages in flight",
                "--streams 0|--streams must be from 1 to",
                "--streams 1000000|streams need",
                "--rounds 0|--rounds must be from 1 to",
                "--deliveries 0|--deliveries must be from 1 to",
                "--warmup -1|--warmup must be from 0 to",
                "--size 60001|--size must be from 0 to 60000",
                "--connects 0|--connects must be from 1 to",
                "--limit 3h|is not a duration such as 500ms, 10s or 2m"
            })
    void shouldSayWhatIsWrongWithAnArgument(String arguments, String message) {
        assertThat(console.execute(("compare " + arguments).split(" ", -1))).isEqualTo(2);

        assertThat(console.err()).contains(message).hasLineCount(1);
    }

    @Test
    void shouldSayThatThereIsNothingToPlot() {
        assertThat(console.execute("plot", folder.resolve("none.csv").toString(), folder.toString()))
                .isOne();

        assertThat(console.err()).contains("there is no ", "none.csv").doesNotContain("Exception");
    }

    private int compare(String... arguments) {
        return console.execute(Stream.concat(
                        Stream.of("compare", "-n", "20", "--deliveries", "200", "--warmup", "400"),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }
}
