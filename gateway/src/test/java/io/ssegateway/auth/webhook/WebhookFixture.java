package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.auth.webhook.WebhookUnavailableException.Cause;
import io.ssegateway.config.WebhookConfig;
import io.ssegateway.limit.Client;
import io.ssegateway.testing.TestTicker;
import io.ssegateway.testing.WebhookServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;

/** A webhook before a real server, by a clock that the test moves. */
abstract class WebhookFixture {
    static final Duration LONG = Duration.ofSeconds(30);

    static final Duration CACHE = Duration.ofSeconds(10);

    static final Duration BREAKER = Duration.ofSeconds(20);

    static final Client CLIENT = new Client(1, () -> false);

    static final String YES = "{\"allow\":true}";

    final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    final Instant start = Instant.parse("2026-01-01T00:00:00Z");

    final long startNanos = nanos.get();

    @AutoClose
    final WebhookServer server = new WebhookServer();

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    Webhook webhook(Duration timeout, boolean failOpen, Duration cache, String... headers) {
        WebhookConfig config = new WebhookConfig(server.url(), timeout, failOpen, cache, List.of(headers), BREAKER);
        return Webhook.of(config, () -> start.plusNanos(nanos.get() - startNanos), new TestTicker(nanos::get))
                .orElseThrow();
    }

    Webhook webhook() {
        return webhook(LONG, false, Duration.ZERO);
    }

    static WebhookQuestion question(String topic) {
        return WebhookQuestion.subscribe(List.of(topic), "192.0.2.1", Map.of(), null);
    }

    static WebhookAnswer ask(Webhook webhook, String topic) {
        return answer(webhook, question(topic));
    }

    static WebhookAnswer answer(Webhook webhook, WebhookQuestion question) {
        try {
            return webhook.ask(question, CLIENT).toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static void assertFails(Webhook webhook, String topic, String why) {
        assertThat(webhook.ask(question(topic), CLIENT).toCompletableFuture())
                .failsWithin(LONG)
                .withThrowableThat()
                .havingCause()
                .isExactlyInstanceOf(WebhookUnavailableException.class)
                .withMessageContaining(why);
    }

    static Cause why(Webhook webhook, WebhookQuestion question) {
        try {
            throw new AssertionError("answered: "
                    + webhook.ask(question, CLIENT).toCompletableFuture().join());
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof WebhookUnavailableException unavailable) {
                return unavailable.why();
            }
            throw failure;
        }
    }

    static WebhookQuestion by(String address, @Nullable String subject) {
        return WebhookQuestion.subscribe(List.of("/a"), address, Map.of(), subject);
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
