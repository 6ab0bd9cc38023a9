package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many header lines a request may have. */
class HeaderLinesTest {
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        gateway = RunningGateway.start("transport.event-loops=1");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 8_000})
    void shouldRefuseTooManyBeforeTheHeadEnds(int lines) {
        try (RawClient client = gateway.connect()) {
            // No empty line: what comes of it must come at the line that is too much.
            Answer answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n" + "a:\r\n".repeat(lines - 1) + "b:\r\n")
                    .answer();
            answer.isProblem(431, "more than 100 header lines");
            client.awaitClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99})
    void shouldTakeAsManyAsProxiesAdd(int lines) {
        try (RawClient client = gateway.connect()) {
            Answer answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n" + "a:\r\n".repeat(lines) + "\r\n")
                    .answer();
            assertThat(answer.status()).isEqualTo(200);
        }
    }
}
