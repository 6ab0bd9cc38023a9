package io.ssegateway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a load sends, counts and reports, and which arguments it takes. */
class LoadTestTest extends LoadTestFixture {
    @Test
    void shouldSayThatAllIsWellWhenItIs() {
        try (FaultyServer server = new FaultyServer()) {
            assertThat(run(server, "-n", "150", "-m", "40", "--connects", "7")).isZero();
        }
        assertThat(row("streams")).isEqualTo("150 of 150 opened, 150 open at the end");
        assertThat(row("published")).isEqualTo("40 of 40");
        assertThat(row("deliveries")).isEqualTo("6000 of 6000");
        assertThat(row("missing")).isEqualTo("0");
        assertThat(row("duplicated")).isEqualTo("0");
        assertThat(row("out of order")).isEqualTo("0");
        assertThat(row("other events")).isEqualTo("150");
        assertThat(row("latency")).doesNotContain("max 0.000");
        assertThat(row("result")).isEqualTo("correct");
        assertThat(console.err())
                .contains("connect: 150 of 150", "measure: 6000 of 6000")
                .doesNotContain("\r");
    }

    @Test
    void shouldCarryMessagesOfTheAskedSize() {
        List<Integer> sizes = new ArrayList<>();
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                sizes.add(data.length() - "{\"type\":\"broadcast\",\"message\":\"\"}".length());
                return List.of(data);
            }
        }) {
            assertThat(run(server, "-n", "1", "-m", "2", "--size", "20000")).isZero();
        }
        assertThat(sizes).containsExactly(20000, 20000);
    }

    @Test
    void shouldCountMessagesOfOthersApart() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return List.of(data.replace("loadtest-", "loadtest-other"), "loadtest-", data);
            }
        }) {
            assertThat(run(server, "-n", "2", "-m", "3")).isZero();
        }
        assertThat(row("other events")).isEqualTo("14");
    }

    @Test
    void shouldKnowWhatEachStreamOfSeveralTopicsMustGet() {
        try (RunningGateway gateway = new RunningGateway()) {
            assertThat(execute(
                            "--url", gateway.url() + "/events",
                            "-n", "30",
                            "--topics", "4",
                            "--topics-per-stream", "2",
                            "-m", "41",
                            "--in-flight", "16"))
                    .as(console.out())
                    .isZero();
        }
        assertThat(row("deliveries")).matches("(\\d+) of \\1");
        assertThat(row("result")).isEqualTo("correct");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void shouldKeepNoMoreMessagesInFlightThanAsked(int inFlight) {
        List<String> held = new ArrayList<>();
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                held.add(data);
                return stream == 0 ? List.of(data) : List.of();
            }
        }) {
            assertThat(run(server, "-n", "2", "-m", "50", "--in-flight", Integer.toString(inFlight), "--timeout", "2s"))
                    .isOne();
        }
        assertThat(held).hasSize(2 * inFlight);
        assertThat(row("published")).isEqualTo(inFlight + " of 50");
        assertThat(row("missing")).isEqualTo(Integer.toString(inFlight));
    }

    @Test
    void shouldNotWaitForDeliveriesAtARate() {
        try (FaultyServer server = new FaultyServer() {
            @Override
            List<String> deliveries(int stream, int number, String data) {
                return stream == 0 ? List.of(data) : List.of();
            }
        }) {
            assertThat(run(server, "-n", "2", "-m", "50", "--rate", "1000", "--timeout", "3s"))
                    .isOne();
        }
        assertThat(row("published")).isEqualTo("50 of 50");
        assertThat(row("missing")).isEqualTo("50");
    }

    @Test
    void shouldNotMeasureTheWarmUp() {
        try (FaultyServer server = new FaultyServer()) {
            assertThat(run(server, "-n", "3", "-m", "10", "--warmup", "5")).isZero();
        }
        assertThat(row("published")).isEqualTo("15 of 15, 5 of them to warm up");
        assertThat(row("deliveries")).isEqualTo("45 of 45");
        assertThat(console.err()).contains("warm up: 15 of 15", "measure: 30 of 30");
    }

    @Test
    void shouldOnlyCountStreamsWithoutMessages() {
        try (FaultyServer server = new FaultyServer()) {
            assertThat(run(server, "-n", "20", "-m", "0", "--hold", "20ms", "--publish-url", "http://unused.invalid/"))
                    .isZero();
        }
        assertThat(row("streams")).isEqualTo("20 of 20 opened, 20 open at the end");
        assertThat(row("deliveries")).isEqualTo("0 of 0");
    }

    @Test
    void shouldTellTheCpuTimeOfTheServersProcess() {
        String self = Long.toString(ProcessHandle.current().pid());
        try (FaultyServer server = new FaultyServer()) {
            assertThat(run(server, "-n", "500", "-m", "100", "--pid", self)).isZero();
        }
        Matcher figures = Pattern.compile("([0-9.]+) µs per connect, ([0-9.]+) µs per delivery")
                .matcher(row("server CPU"));
        assertThat(figures.matches()).as(row("server CPU")).isTrue();
        assertThat(Double.parseDouble(figures.group(1))).isPositive();
        assertThat(Double.parseDouble(figures.group(2))).isPositive();
    }

    @Test
    void shouldTellNoCpuTimeOfNoProcess() {
        try (FaultyServer server = new FaultyServer()) {
            assertThat(run(server, "-n", "2", "-m", "2")).isZero();
        }
        assertThat(row("server CPU")).isEqualTo("not measured: --pid names the server's process");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--streams 0|--streams must be from 1 to",
                "--messages -1|--messages must be from 0 to",
                "--rate -1|--rate must be 0 or more",
                "--rate NaN|--rate must be 0 or more",
                "--hold 10|is not a duration such as 500ms, 10s or 2m",
                "--hold 60s --timeout 60s|--timeout must be more than the 60.0 s",
                "--messages 100 --rate 1 --timeout 60s|--timeout must be more than the 100.5 s",
                "--url https://127.0.0.1/|--url must be an address such as http://127.0.0.1:8080/events",
                "--url nonsense|--url must be an address",
                "--url http://192.0.2.1/|--url: 192.0.2.1 is not this machine; to load it anyway, add --allow-remote",
                "--publish-url http://192.0.2.1/|--publish-url: 192.0.2.1 is not this machine",
                "--pid 2147483647|--pid: there is no process 2147483647 on this machine",
                "--pid -1|--pid: there is no process -1 on this machine",
                "--topics 5 --streams 4|--topics: 5 topics, 1 for each stream, need 5 streams at least, but there are 4",
                "--topics 2 --topics-per-stream 3|--topics: a stream can have from 1 to all 2 topics, but not 3",
                "--in-flight 0|--in-flight must be from 1 to",
                "--in-flight 2 --rate 20|--rate and --in-flight: choose one",
                "--warmup -1|--warmup must be from 0 to",
                "--processes 5 --streams 4|--processes: 4 streams cannot be spread over 5",
                "--pid self|Invalid value for option '--pid'",
                "--no-such-option|Unknown option"
            })
    void shouldSayWhatIsWrongWithAnArgument(String arguments, String message) {
        assertThat(execute(arguments.split(" ", -1))).isEqualTo(2);

        assertThat(console.err()).contains(message).hasLineCount(1);
        assertThat(console.out()).isEmpty();
    }
}
