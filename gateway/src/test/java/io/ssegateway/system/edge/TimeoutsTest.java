package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that hold a place without using it. What is waited for is always the socket's end, never a time. */
@ExtendWith(NoWarnings.class)
class TimeoutsTest {
    @AutoClose
    private final RunningGateway gateway =
            RunningGateway.start("limits.request-timeout=300ms", "limits.keep-alive-timeout=600ms");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET /events HTTP/1.1\r\nHost: a\r\n",
                "POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{",
                "POST /publish HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
            })
    void shouldEndUnfinishedRequest(String begin) {
        try (RawClient client = gateway.connect()) {
            client.send(begin);
            client.answer().isProblem(408, "limits.request-timeout").announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"message\":"})
    void shouldEndRequestWhoseBodyDoesNotComeAfterContinue(String begin) {
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send(Requests.request(
                        "POST",
                        "/broadcast",
                        "Content-Type: application/json",
                        "Content-Length: 13",
                        "Expect: 100-continue"));
                assertThat(client.head().status()).isEqualTo(100);
                if (i == 0) {
                    assertThat(client.send("{\"message\":1}").answer().status()).isEqualTo(200);
                }
            }
            client.send(begin);
            client.answer().isProblem(408, "limits.request-timeout").announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldNotGiveMoreTimeToRequestThatDribbles() throws Exception {
        try (RawClient client = gateway.connect()) {
            client.send("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
            Thread dribble = new Thread(() -> {
                try {
                    for (int i = 0; i < 1_000_000 - 1; i++) {
                        client.send(" ");
                        LockSupport.parkNanos(1_000_000);
                    }
                } catch (UncheckedIOException e) {
                    // The gateway has closed.
                }
            });
            dribble.start();
            client.answer().isProblem(408).announcesClose();
            client.awaitClosed();
            client.reset();
            dribble.join();
        }
    }

    @Test
    void shouldCloseConnectionThatNeverSays() {
        try (RawClient client = gateway.connect()) {
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldCloseIdleConnectionWithoutWord() {
        try (RawClient client = gateway.connect()) {
            client.post("/broadcast", "{\"message\":1}");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldEndUnfinishedRequestOnUsedConnection() {
        try (RawClient client = gateway.connect()) {
            assertThat(client.post("/broadcast", "{\"message\":1}").answer().status())
                    .isEqualTo(200);
            client.send("POST ");
            client.answer().isProblem(408).announcesClose();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldNeverCloseStream() {
        try (EventReader stream = gateway.subscribe("/events?topic=t");
                RawClient other = gateway.connect()) {
            // Outlives both timeouts, which the other connection goes through one after the other.
            for (int i = 0; i < 2; i++) {
                try (RawClient idle = gateway.connect()) {
                    idle.post("/broadcast", "{\"message\":1}").answer();
                    idle.readToEnd();
                }
            }
            other.awaitClosed();
            gateway.exchange(Requests.publish("t", "still here"));
            assertThat(stream.nextData()).isEqualTo("still here");
        }
    }
}
