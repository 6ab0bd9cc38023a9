package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.http.RawClient;
import io.ssegateway.http.Requests;
import io.ssegateway.http.RunningGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real HAProxy, with the configuration that operators are given, shares its connections to the gateway among its clients: what
 * one of them leaves unfinished must not take up what another one sends.
 */
class HaproxyBodiesIT {
    private static final Path SAMPLE = Path.of("..", "config", "haproxy.cfg");
    private static final int ROUNDS = Rounds.of(10, 100);

    private final InetSocketAddress front = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
    private RunningGateway gateway;
    private Process haproxy;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        gateway = RunningGateway.start();
        String server = "server gateway1 127.0.0.1:" + gateway.address().getPort() + " port "
                + gateway.managementAddress().getPort();
        String sample = Files.readString(SAMPLE)
                .replaceAll("maxconn \\d+", "maxconn 100")
                .replace("bind :8000", "bind 127.0.0.1:" + front.getPort())
                .replaceAll("server gateway1 \\S+ port \\d+", server)
                .replaceAll("(?m)^ *server gateway2 .*$", "");
        assertThat(sample).contains(server, "bind 127.0.0.1:" + front.getPort()).doesNotContain("gateway2 ");
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), sample);
        haproxy = new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        await().until(this::isServing);
    }

    @AfterEach
    void stop() throws InterruptedException {
        haproxy.destroyForcibly().waitFor();
        gateway.close();
    }

    private boolean isServing() {
        try (RawClient client = RawClient.connect(front)) {
            return client.send(request("GET /", "")).head().status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static String request(String line, String headers) {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
    }

    @Test
    void shouldNotTakeUpAnothersRequest() {
        List<String> lines = List.of("GET /zz", "HEAD /zz", "OPTIONS /events", "POST /events", "POST /zz");
        for (int i = 0; i < ROUNDS; i++) {
            for (String line : lines) {
                try (RawClient attacker = RawClient.connect(front);
                        RawClient victim = RawClient.connect(front)) {
                    attacker.send(
                            request(line, "Expect: foo\r\nContent-Length: 400\r\n") + "GET /hidden HTTP/1.1\r\nX: ");
                    assertThat(attacker.head().status()).isBetween(400, 499);
                    victim.send(request("GET /timer", "Accept: text/html\r\nAuthorization: Bearer secret\r\n"));
                    assertThat(victim.answer().status())
                            .as("round %d, %s", i, line)
                            .isEqualTo(406);
                }
            }
        }
    }

    /** A whole body behind which another request lies: it is answered, or not taken for one. */
    @Test
    void shouldAnswerEachRequestOnce() {
        for (int i = 0; i < ROUNDS; i++) {
            try (RawClient client = RawClient.connect(front)) {
                String hidden = Requests.get("/timer", "Accept: text/html");
                client.send(request("GET /zz", "Expect: foo\r\nContent-Length: " + hidden.length() + "\r\n")
                        + hidden
                        + request("GET /", ""));
                assertThat(client.answer().status()).isEqualTo(417);
                assertThat(client.head().status()).isEqualTo(200);
            }
        }
    }
}
