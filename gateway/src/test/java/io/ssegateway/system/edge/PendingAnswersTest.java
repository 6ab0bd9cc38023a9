package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.testing.WarningLog;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections whose answers wait for the log, and what their clients do meanwhile. */
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class PendingAnswersTest {
    private static final String MESSAGE = "{\"message\":1}";

    private final String transport;
    private final AtomicReference<HeldLog> held = new AtomicReference<>();
    private RunningGateway gateway;
    private WarningLog warnings;

    PendingAnswersTest(String transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        warnings = WarningLog.expectNone();
        gateway = start("limits.request-timeout=10s");
    }

    private RunningGateway start(String setting) {
        return RunningGateway.start(
                log -> {
                    held.set(new HeldLog(log));
                    return log();
                },
                "transport.type=" + transport,
                "transport.event-loops=1",
                setting);
    }

    @AfterEach
    void stop() {
        log().open();
        gateway.close();
        warnings.close();
    }

    private HeldLog log() {
        return Objects.requireNonNull(held.get());
    }

    private static String publish(String id) {
        return Requests.post("/publish", update(id, "x"));
    }

    private static String update(String id, String data) {
        return "{\"topics\":[\"t\"],\"data\":\"" + data + "\",\"id\":\"" + id + "\"}";
    }

    private static List<String> ids(Answer answer) {
        List<String> ids = new ArrayList<>();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        answer.json().get("ids").forEach(id -> ids.add(id.stringValue()));
        return ids;
    }

    /** All that came before on other connections has been read when this returns: there is one event loop. */
    private void passOnce() {
        gateway.exchange(Requests.get("/nothing")).isProblem(404);
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

    @Test
    void shouldGiveUpAStreamThatWouldOpenInADrain() {
        try (RawClient client = gateway.connect()) {
            client.get("/events?topic=t&lastEventID=own");
            Runnable answer = log().next();
            gateway.close();
            answer.run();
            client.answer().isProblem(503);
            client.awaitClosed();
        }
    }

    @Test
    void shouldAnswerPublishesThatWereTakenWhenItStops() throws Exception {
        try (RawClient one = gateway.connect();
                RawClient other = gateway.connect()) {
            one.send(publish("a"));
            Runnable first = log().next();
            other.send(publish("b"));
            Runnable second = log().next();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);
            awaitNoListener();

            first.run();
            assertThat(ids(one.answer())).containsExactly("a");
            second.run();
            assertThat(ids(other.answer())).containsExactly("b");
            stopping.get(20, TimeUnit.SECONDS);
            one.awaitClosed();
            other.awaitClosed();
        }
    }

    @Test
    void shouldTellPublishersThatTheLogDidNotAnswerBeforeTheStop() {
        try (RawClient client = gateway.connect();
                RawClient late = gateway.connect()) {
            late.send(publish("a"));
            log().next().run();
            assertThat(ids(late.answer())).containsExactly("a");
            client.send(publish("b"));
            Runnable answer = log().next();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);
            awaitNoListener();
            // Its log is asked when the stop waits already.
            late.send(publish("c"));
            Runnable lateAnswer = log().next();

            client.answer().isProblem(503, "event log");
            late.answer().isProblem(503, "event log");
            answer.run();
            lateAnswer.run();
            assertThat(stopping).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    private void awaitNoListener() {
        await().until(() -> {
            try {
                gateway.connect().close();
                return false;
            } catch (UncheckedIOException e) {
                return true;
            }
        });
    }

    @Test
    void shouldSayThatSomeOfSeveralUpdatesMayBeThere() {
        String body = "[" + update("a", "x") + "," + update("b", HeldLog.REFUSED) + "," + update("c", "x") + "]";
        log().open();
        try (EventReader stream = gateway.subscribe("/events?topic=t")) {
            Answer failed = gateway.exchange(Requests.post("/publish", body));
            assertThat(failed.isProblem(503, "event log").header("Retry-After")).isEqualTo("1");
            Answer repeated = gateway.exchange(Requests.post("/publish", body.replace(HeldLog.REFUSED, "x")));
            assertThat(ids(repeated)).containsExactly("a", "b", "c");

            assertThat(stream.next().id()).isEqualTo("a");
            assertThat(stream.next().id()).isEqualTo("c");
            assertThat(stream.next().id()).isEqualTo("b");
        }
        assertThat(gateway.metric("sse_events_published_total")).isEqualTo(3);
    }

    @Test
    void shouldNotCountABroadcastThatTheLogDidNotTake() {
        try (RawClient client = gateway.connect()) {
            client.post("/broadcast", "{\"message\":\"" + HeldLog.REFUSED + "\"}");
            log().next().run();
            assertThat(client.answer().isProblem(503, "event log").header("Retry-After"))
                    .isEqualTo("1");

            try (EventReader early = gateway.subscribe("/events")) {
                client.post("/broadcast", MESSAGE);
                Runnable answer = log().next();
                try (EventReader late = gateway.subscribe("/events")) {
                    answer.run();
                    assertThat(client.answer().json().get("sentTo").intValue()).isEqualTo(1);
                    assertThat(early.nextJson().get("message").intValue()).isEqualTo(1);
                    assertThat(late.head().status()).isEqualTo(200);
                }
            }
        }
        assertThat(gateway.metric("sse_events_published_total")).isEqualTo(1);
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
