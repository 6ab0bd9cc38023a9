package io.ssegateway.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.NoWarnings;
import io.ssegateway.testing.RawClient;
import io.ssegateway.testing.Requests;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What publishers are told whom the log answers late, in a stop, or with a refusal. */
@ExtendWith(NoWarnings.class)
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class UnansweredPublishesTest extends HeldLogFixture {
    UnansweredPublishesTest(String transport) {
        super(transport);
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
}
