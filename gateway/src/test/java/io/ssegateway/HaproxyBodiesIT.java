package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.SampleProxy.Kind;
import io.ssegateway.SampleProxy.Node;
import io.ssegateway.http.RawClient;
import io.ssegateway.http.Requests;
import io.ssegateway.http.RunningGateway;
import java.io.IOException;
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
    private static final int ROUNDS = Rounds.of(10, 100);

    private RunningGateway gateway;
    private SampleProxy haproxy;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        gateway = RunningGateway.start();
        haproxy = SampleProxy.start(Kind.HAPROXY, folder, Node.of(gateway.address(), gateway.managementAddress()));
    }

    @AfterEach
    void stop() {
        haproxy.close();
        gateway.close();
    }

    private static String request(String line, String headers) {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
    }

    @Test
    void shouldNotTakeUpAnothersRequest() {
        List<String> lines = List.of("GET /zz", "HEAD /zz", "OPTIONS /events", "POST /events", "POST /zz");
        for (int i = 0; i < ROUNDS; i++) {
            for (String line : lines) {
                try (RawClient attacker = RawClient.connect(haproxy.address());
                        RawClient victim = RawClient.connect(haproxy.address())) {
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
            try (RawClient client = RawClient.connect(haproxy.address())) {
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
