package io.ssegateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prometheus' own checker. It is never skipped: what it says is what a user's Prometheus will say. */
public final class Promtool {

    /**
     * Runs it and fails the test unless it exits with 0.
     *
     * @param stdin read as its standard input
     * @return what it printed
     */
    public static String shouldAccept(Path stdin, String... arguments) throws InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
        Process process =
                start(new ProcessBuilder(command).redirectErrorStream(true).redirectInput(stdin.toFile()));
        String output = outputOf(process);
        assertThat(process.waitFor()).as("%s said: %s", command, output).isZero();
        return output;
    }

    /** As above, with nothing to read. */
    public static String shouldAccept(String... arguments) throws InterruptedException {
        return shouldAccept(Path.of("/dev/null"), arguments);
    }

    /** As above, with this text to read. */
    public static String shouldAccept(byte[] stdin, String... arguments) throws IOException, InterruptedException {
        Path file = Files.createTempFile("promtool", ".in");
        try {
            Files.write(file, stdin);
            return shouldAccept(file, arguments);
        } finally {
            Files.delete(file);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "promtool is missing: install Debian's package prometheus: apt-get install prometheus", e);
        }
    }

    private static String outputOf(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Promtool() {}
}
