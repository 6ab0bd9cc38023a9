package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections whose answers wait for the log: what is behind them waits its turn. */
@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class PendingAnswersTest extends HeldLogFixture {
    PendingAnswersTest(String transport) {
        super(transport);
    }

    @Test
    void shouldBeginNoRequestBehindAPendingOne() {
        try (RawClient client = gateway.connect()) {
            client.send(publish("a") + Requests.get("/nothing") + publish("b"));
            Runnable first = log().next();
            client.send(Requests.request("OPTIONS", "/publish") + publish("c"));
            passOnce();
            assertThat(log().held()).isZero();

            first.run();
            assertThat(ids(client.answer())).containsExactly("a");
            client.answer().isProblem(404);
            Runnable second = log().next();
            assertThat(log().held()).isZero();
            second.run();
            assertThat(ids(client.answer())).containsExactly("b");
            assertThat(client.answer().status()).isEqualTo(204);
            log().next().run();
            assertThat(ids(client.answer())).containsExactly("c");
        }
    }

    @Test
    void shouldOpenTheStreamBehindAPendingPublish() {
        try (RawClient client = gateway.connect()) {
            client.send(publish("a") + Requests.get("/events?topic=t") + publish("ignored"));
            Runnable first = log().next();
            passOnce();
            assertThat(gateway.streams()).isZero();

            first.run();
            assertThat(ids(client.answer())).containsExactly("a");
            try (EventReader stream = EventReader.of(client)) {
                assertThat(stream.nextData()).contains("welcome");
                log().open();
                gateway.exchange(publish("b"));
                assertThat(stream.next().id()).isEqualTo("b");
            }
        }
        await().until(() -> gateway.gateway().openConnections() == 0);
    }

    @Test
    void shouldObeyNothingBehindTheLastRequest() {
        String last = Requests.post("/broadcast", "application/json", MESSAGE, "Connection: close");
        String old =
                "POST /broadcast HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n" + MESSAGE;
        for (String request : List.of(last, old)) {
            try (RawClient client = gateway.connect()) {
                client.send(request
                        + Requests.request("POST", "/publish", "Content-Length: 9", "Expect: 100-continue")
                        + publish("late"));
                log().next().run();
                assertThat(client.answer().announcesClose().status()).isEqualTo(200);
                assertThat(client.readToEnd()).isEmpty();
            }
        }
        assertThat(log().held()).isZero();
        assertThat(gateway.metric("sse_events_published_total")).isEqualTo(2);
    }

    @Test
    void shouldKeepAnHttp10ConnectionThatIsToBeKept() {
        String request = "POST /broadcast HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 13\r\n"
                + "Connection: keep-alive\r\n\r\n" + MESSAGE;
        try (RawClient client = gateway.connect()) {
            client.send(request + request);
            for (int i = 0; i < 2; i++) {
                log().next().run();
                assertThat(client.answer().header("Connection")).isEqualTo("keep-alive");
            }
        }
    }

    @Test
    void shouldAskForABodyWhenItsTurnHasCome() {
        try (RawClient client = gateway.connect()) {
            client.send(publish("a")
                    + Requests.request(
                            "POST",
                            "/broadcast",
                            "Content-Type: application/json",
                            "Content-Length: 13",
                            "Expect: 100-continue"));
            Runnable first = log().next();
            passOnce();
            first.run();
            assertThat(ids(client.answer())).containsExactly("a");
            assertThat(client.head().status()).isEqualTo(100);
            client.send(MESSAGE);
            log().next().run();
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldAnswerAHeadRequestWithoutABodyWherever() {
        try (RawClient client = gateway.connect()) {
            client.send(Requests.request("HEAD", "/nothing")
                    + publish("a")
                    + Requests.request("HEAD", "/nothing")
                    + Requests.get("/nothing"));
            log().next().run();
            assertThat(client.head().status()).isEqualTo(404);
            assertThat(ids(client.answer())).containsExactly("a");
            assertThat(client.head().status()).isEqualTo(404);
            client.answer().isProblem(404);
        }
    }

    @Test
    void shouldNotBlameTheClientForTheLog() {
        gateway.close();
        gateway = start("limits.request-timeout=200ms");
        try (RawClient client = gateway.connect()) {
            client.send(publish("a") + publish("b"));
            for (String id : List.of("a", "b")) {
                Runnable answer = log().next();
                for (int i = 0; i < 2; i++) {
                    // A connection that says nothing goes through the whole request timeout.
                    try (RawClient silent = gateway.connect()) {
                        assertThat(silent.readToEnd()).isEmpty();
                    }
                }
                answer.run();
                assertThat(ids(client.answer())).containsExactly(id);
            }
            client.send("GET ");
            client.answer().isProblem(408).announcesClose();
        }
    }

    @Test
    void shouldAnswerMixesInOrderWhateverTheLogDoes() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Thread answers = new Thread(() -> log().answerAtRandom(new Random(random.nextLong())));
            answers.start();
            List<PipelinedMix> mixes = new ArrayList<>();
            try {
                for (int i = 0; i < 8; i++) {
                    mixes.add(PipelinedMix.begin(gateway.connect(), "s" + seed + "c" + i + "-", random));
                }
                mixes.forEach(PipelinedMix::check);
            } finally {
                mixes.forEach(PipelinedMix::close);
                answers.interrupt();
                answers.join();
            }
        }
        await().until(() -> gateway.gateway().openConnections() == 0);
        assertThat(log().held()).isZero();
    }
}
