package io.ssegateway.system.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.Rounds;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.SampleProxy;
import io.ssegateway.testing.SampleProxy.Kind;
import io.ssegateway.testing.SampleProxy.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real HAProxy, with the configuration that operators are given, shares its connections to the gateway among its
 * clients: what one of them leaves unfinished must not take up what another one sends.
 */
class HaproxyBodiesIT {
    private static final int ROUNDS = Rounds.of(5, 100);

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
        for (int i = 0; i < ROUNDS; i++) {
            for (String line : List.of("GET /zz", "HEAD /zz", "OPTIONS /events", "POST /events")) {
                attack(line, "GET /", 200, "text/html");
            }
            // Streams have connections of their own.
            attack("GET /timer", "GET /timer", 406, "application/problem+json");
        }
    }

    private void attack(String hiding, String next, int status, String contentType) {
        // A busy machine may answer HAProxy's checks too late for a moment.
        Answer answer = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> victim(hiding, next),
                        head -> head.status() != 503 && head.header("X-Gateway-Down") == null);
        assertThat(answer.status()).as(hiding).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith(contentType);
    }

    /** What one client gets while another one leaves a body unfinished. */
    private Answer victim(String hiding, String next) {
        try (RawClient attacker = RawClient.connect(haproxy.address());
                RawClient victim = RawClient.connect(haproxy.address())) {
            attacker.send(request(hiding, "Expect: foo\r\nContent-Length: 400\r\n") + "GET /hidden HTTP/1.1\r\nX: ");
            attacker.head();
            return victim.send(request(next, "Accept: text/html\r\nAuthorization: Bearer secret\r\n"))
                    .head();
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
