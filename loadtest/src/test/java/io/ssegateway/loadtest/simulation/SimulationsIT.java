package io.ssegateway.loadtest.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.Gateway;
import io.ssegateway.config.load.ConfigLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs of Gatling, in a process of its own as it ends in one, against a gateway in this process. */
class SimulationsIT {

    private static final int ASSERTIONS_FAILED = 2;

    @TempDir
    private Path folder = Path.of("");

    private String output = "";

    @Test
    void shouldPassWhenEachStreamGetsEachMessage() throws Exception {
        try (Gateway gateway = gateway()) {
            assertThat(run(ReconnectStormSimulation.class, gateway, 60))
                    .as(output)
                    .isZero();
        }
        assertThat(output)
                .contains("20 messages published, 20 streams, 400 deliveries, 0 missing, 0 streams with faults");
    }

    @Test
    void shouldFailWhenMessagesAreLost() throws Exception {
        // What is published while the streams are away is more than the log keeps.
        try (Gateway gateway = gateway("log.max-events=3")) {
            assertThat(run(ReconnectStormSimulation.class, gateway, 2))
                    .as(output)
                    .isEqualTo(ASSERTIONS_FAILED);
        }
        assertThat(output)
                .containsPattern("delivery: \\d+ missing, \\d+ gaps")
                .containsPattern("delivery: count of successful events is 20.0 : false");
    }

    private static Gateway gateway(String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of("server.port=0", "management.port=0"));
        all.addAll(List.of(settings));
        return Gateway.start(ConfigLoader.load(null, Map.of(), all));
    }

    /** Answers with the exit code. */
    private int run(Class<?> simulation, Gateway gateway, int timeoutSeconds) throws IOException, InterruptedException {
        Path log = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED", // As Gatling's plug-in does it.
                        "-Dsse.log.level=warn",
                        "-DbaseUrl=http://127.0.0.1:"
                                + gateway.listener().address().getPort(),
                        "-Dusers=20",
                        "-Drate=20",
                        "-Dramp=1",
                        "-Dduration=1",
                        "-Dstorms=2",
                        "-Dtimeout=" + timeoutSeconds,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.gatling.app.Gatling",
                        "--simulation",
                        simulation.getName(),
                        "--results-folder",
                        folder.resolve("results").toString(),
                        "--no-reports")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
            output = Files.readString(log, StandardCharsets.UTF_8);
        }
        return process.exitValue();
    }
}
