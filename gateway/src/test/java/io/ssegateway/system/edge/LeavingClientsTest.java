package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that finish or leave while their answers wait for the log. */
@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class LeavingClientsTest extends HeldLogFixture {
    LeavingClientsTest(String transport) {
        super(transport);
    }

    @Test
    void shouldAnswerAClientThatHasFinishedSending() {
        try (RawClient client = gateway.connect()) {
            client.send(publish("a") + publish("b") + Requests.get("/nothing")).finish();
            for (String id : List.of("a", "b")) {
                Runnable answer = log().next();
                passOnce();
                answer.run();
                assertThat(ids(client.answer())).containsExactly(id);
            }
            client.answer().isProblem(404);
            assertThat(client.readToEnd()).isEmpty();
        }
        await().until(() -> gateway.gateway().openConnections() == 0);
    }

    @Test
    void shouldGiveTheLastAnswerToAClientThatHasFinishedSending() {
        try (RawClient client = gateway.connect()) {
            client.send(publish("a")
                            + Requests.post("/broadcast", "application/json", MESSAGE, "Connection: close")
                            + publish("late"))
                    .finish();
            Runnable answer = log().next();
            passOnce();
            answer.run();
            assertThat(ids(client.answer())).containsExactly("a");
            log().next().run();
            assertThat(client.answer().announcesClose().status()).isEqualTo(200);
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(log().held()).isZero();
        await().until(() -> gateway.gateway().openConnections() == 0);
    }

    @Test
    void shouldEndTheConnectionOfAClientThatFinishedInTheMiddleOfARequest() {
        try (RawClient client = gateway.connect()) {
            client.send(publish("a") + "POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
                    .finish();
            Runnable answer = log().next();
            passOnce();
            answer.run();
            assertThat(ids(client.answer())).containsExactly("a");
            assertThat(client.readToEnd()).isEmpty();
        }
        await().until(() -> gateway.gateway().openConnections() == 0);
    }

    @Test
    void shouldKeepNothingOfAStreamWhoseClientLeavesWhileTheLogIsAsked() {
        for (boolean reset : List.of(true, false)) {
            try (RawClient client = gateway.connect()) {
                client.get("/events?topic=t&lastEventID=own");
                Runnable answer = log().next();
                if (reset) {
                    client.reset();
                } else {
                    client.finish();
                }
                passOnce();
                answer.run();
            }
            await().until(() -> gateway.gateway().openConnections() == 0);
            assertThat(gateway.streams()).isZero();
        }
        assertThat(gateway.metric("sse_connections{transport=\"http1\"}")).isZero();
        assertThat(gateway.metric("sse_lagging_connections")).isZero();
    }

    @Test
    void shouldKeepNothingOfAPublisherThatLeaves() {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = gateway.connect()) {
                client.send(publish("a" + i) + publish("b" + i));
                Runnable answer = log().next();
                client.reset();
                answer.run();
            }
        }
        log().open();
        await().until(() -> gateway.gateway().openConnections() == 0);
    }
}
