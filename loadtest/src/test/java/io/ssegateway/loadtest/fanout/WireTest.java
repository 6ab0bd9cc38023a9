package io.ssegateway.loadtest.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.loadtest.client.MessageFormat;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private static final Share SHARE = new Share(
            new Audience(100, 2, 1),
            List.of(URI.create("http://127.0.0.1:1/a?topic=x"), URI.create("http://127.0.0.1:1/a?topic=y")),
            30,
            20,
            7,
            new MessageFormat("run", 123),
            55,
            5);

    @Test
    void shouldReadTheShareThatItWrote() throws IOException {
        assertThat(Wire.share(lines(String.join("\n", Wire.encode(SHARE))))).isEqualTo(SHARE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldNotTakePartOfAShareForOne(int lines) {
        List<String> cut = Wire.encode(SHARE).subList(0, lines);
        assertThatThrownBy(() -> Wire.share(lines(String.join("\n", cut)))).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "url http://127.0.0.1/\nopen", "hello"})
    void shouldRefuseWhatIsNoShare(String text) {
        assertThatThrownBy(() -> Wire.share(lines(text)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("not part of a share: ");
    }

    @Test
    void shouldReadTheCountsThatItWrote() {
        Counts counts = new Counts(1, 2, 3, Long.MAX_VALUE);
        assertThat(Wire.counts(Wire.encode(counts))).isEqualTo(counts);
    }

    @Test
    void shouldReadTheFindingsThatItWrote() throws IOException {
        Histogram latency = new Histogram(Findings.SIGNIFICANT_DIGITS);
        latency.recordValue(1_000);
        latency.recordValue(60_000_000_000L);
        Findings findings = new Findings(1, 2, 3, 4, 5, 6, -7, latency);
        assertThat(Wire.findings(Wire.encode(findings))).isEqualTo(findings);
    }

    @Test
    void shouldRefuseACutHistogram() {
        String line = Wire.encode(Findings.lost(0));
        assertThatThrownBy(() -> Wire.findings(line.substring(0, line.length() - 12)))
                .isInstanceOfAny(IOException.class, RuntimeException.class);
    }

    private static BufferedReader lines(String text) {
        return new BufferedReader(new StringReader(text));
    }
}
