package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.auth.webhook.WebhookUnavailableException.Cause;
import io.ssegateway.testing.WebServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures say that the service is absent, and when it is asked again. */
class WebhookAvailabilityTest extends WebhookFixture {
    /** Whatever one client asks, and however often: it does not make the service absent. */
    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 404, 408, 429, 500, 503})
    void shouldNotTakeTheFailuresOfOneClientForAbsence(int status) {
        Webhook webhook = webhook(LONG, true, Duration.ZERO);
        server.serve(status, "");
        for (int i = 0; i < 20; i++) {
            assertThat(why(webhook, by("2001:db8:0:0:0:0:0:" + i, null))).isEqualTo(Cause.FAILURE);
            assertThat(why(webhook, by("192.0.2." + i, "alice"))).isEqualTo(Cause.FAILURE);
        }
        server.serve(200, YES);

        assertThat(ask(webhook, "/a").isAllowed()).isTrue();
    }

    @Test
    void shouldTakeTheFailuresOfManyClientsForAbsence() {
        Webhook webhook = webhook(LONG, true, Duration.ZERO);
        server.serve(500, "");
        for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
            assertThat(why(webhook, by("192.0.2." + i, null))).isEqualTo(Cause.FAILURE);
        }

        assertThat(why(webhook, by("192.0.2.1", null))).isEqualTo(Cause.ABSENCE);
    }

    @Test
    void shouldTakeARefusedConnectionForAbsence() {
        server.stop();

        assertThat(why(webhook(), question("/a"))).isEqualTo(Cause.ABSENCE);
    }

    @Test
    void shouldNotTakeItsOwnOverloadForAbsence() {
        CountDownLatch go = new CountDownLatch(1);
        server.serve(exchange -> {
            awaitUninterruptibly(go);
            WebServer.answer(exchange, 200, YES);
        });
        Webhook webhook = webhook(LONG, true, Duration.ZERO);
        List<CompletableFuture<WebhookAnswer>> flood = IntStream.range(0, 64 + 4096)
                .mapToObj(i -> webhook.ask(question("/" + i), CLIENT).toCompletableFuture())
                .toList();

        assertThat(why(webhook, by("192.0.2.2", null))).isEqualTo(Cause.OVERLOAD);
        pass(LONG.plusNanos(1));
        go.countDown();
        await().until(() -> flood.stream().allMatch(CompletableFuture::isDone));
        // Those that waited for longer than an answer may take are not asked any more.
        assertThat(flood.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSize(4096);
    }

    @Test
    void shouldLeaveAServiceAloneThatIsDownAndTryItAgain() throws Exception {
        Webhook webhook = webhook(LONG, false, CACHE);
        server.stop();
        for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
            assertFails(webhook, "/a", "The webhook failed");
        }
        assertFails(webhook, "/a", "is not called for now");
        server.restart();
        pass(BREAKER.minusNanos(1));
        assertFails(webhook, "/a", "is not called for now");
        assertThat(server.questions()).isEmpty();

        pass(Duration.ofNanos(1));
        assertThat(ask(webhook, "/a")).isEqualTo(WebhookAnswer.ALLOWED);
        assertThat(ask(webhook, "/b")).isEqualTo(WebhookAnswer.ALLOWED);
        assertThat(server.questions()).hasSize(2);
    }
}
