package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private static final String QUESTION = "{}";

    private final AnswerCache cache =
            new AnswerCache(Duration.ofSeconds(10), InstantSource.system(), Ticker.systemTicker());

    private static CompletableFuture<WebhookAnswer> allowed() {
        return CompletableFuture.completedFuture(WebhookAnswer.ALLOWED);
    }

    @Test
    void shouldForgetAQuestionThatCannotBeAsked() {
        AssertionError fault = new AssertionError("a bug");
        CompletableFuture<WebhookAnswer> failed = cache.get(QUESTION, question -> {
            throw fault;
        });

        assertThat(failed)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isSameAs(fault);
        assertThat(cache.get(QUESTION, question -> allowed())).isCompletedWithValue(WebhookAnswer.ALLOWED);
    }

    @Test
    void shouldHaveForgottenAFailureWhenThoseWhoShareItAskAgain() {
        CompletableFuture<WebhookAnswer> failing = new CompletableFuture<>();
        cache.get(QUESTION, question -> failing);
        CompletableFuture<WebhookAnswer> second = cache.get(QUESTION, question -> new CompletableFuture<>())
                .exceptionallyCompose(failure -> cache.get(QUESTION, question -> allowed()));
        failing.completeExceptionally(new IllegalStateException("dropped"));

        assertThat(second).isCompletedWithValue(WebhookAnswer.ALLOWED);
    }
}
