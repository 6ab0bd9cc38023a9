package io.ssegateway.loadtest.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.loadtest.FaultyServer;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.process.JavaProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client process whose run is gone must not stay. */
@SuppressWarnings("NullAway.Init") // Set before each test.
class ClientProcessMainIT {

    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(JavaProcess.command(
                        System.getProperty("java.class.path"), List.of(), ClientProcessMain.class.getName(), "1"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void shouldEndWithItsInputWhileItsStreamsAreOpen() throws Exception {
        try (FaultyServer server = new FaultyServer();
                BufferedReader from = process.inputReader()) {
            Share share = new Share(
                    Audience.ofOneTopic(3),
                    List.of(URI.create(server.url("/events"))),
                    0,
                    3,
                    3,
                    new MessageFormat("run", 10),
                    5,
                    0);
            BufferedWriter to = process.outputWriter();
            to.write(String.join("\n", Wire.encode(share)) + "\n");
            to.flush();
            String line = from.readLine();
            while (line != null && Wire.counts(line).open() < 3) {
                line = from.readLine();
            }
            assertThat(line).isNotNull();

            to.close();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldEndWithItsInputBeforeItKnowsWhatToDo() throws Exception {
        process.outputWriter().close();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
    }
}
