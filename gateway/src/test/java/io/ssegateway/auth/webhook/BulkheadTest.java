package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.auth.webhook.WebhookUnavailableException.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private final List<CompletableFuture<Integer>> begun = new ArrayList<>();

    private CompletableFuture<Integer> begin() {
        CompletableFuture<Integer> task = new CompletableFuture<>();
        begun.add(task);
        return task;
    }

    @Test
    void shouldRunSoManyAndLetSoManyWaitAndRefuseTheRest() {
        Bulkhead bulkhead = new Bulkhead(2, 1);
        List<CompletableFuture<Integer>> results = IntStream.range(0, 4)
                .mapToObj(i -> bulkhead.submit(this::begin))
                .toList();

        assertThat(begun).hasSize(2);
        assertThat(results.get(3).handle((value, failure) -> failure).join())
                .isExactlyInstanceOf(WebhookUnavailableException.class);
        begun.get(1).complete(1);
        assertThat(results.get(1)).isCompletedWithValue(1);
        assertThat(begun).hasSize(3);
        assertThat(results.get(0)).isNotDone();
        begun.get(2).completeExceptionally(new IllegalStateException());
        assertThat(results.get(2)).isCompletedExceptionally();
        assertThat(bulkhead.submit(this::begin)).isNotDone();
        assertThat(begun).hasSize(4);
    }

    /** As when the breaker opens: each of them in the one before would overflow the stack. */
    @Test
    void shouldRunThousandsThatEndAtOnce() {
        Bulkhead bulkhead = new Bulkhead(1, 100_000);
        CompletableFuture<Integer> first = bulkhead.submit(this::begin);
        List<CompletableFuture<Integer>> results = IntStream.range(0, 100_000)
                .mapToObj(i -> bulkhead.submit(() -> CompletableFuture.<Integer>failedFuture(
                        new WebhookUnavailableException(Cause.ABSENCE, "open"))))
                .toList();
        begun.get(0).complete(1);

        assertThat(first).isCompleted();
        assertThat(results).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(results.get(0).handle((value, failure) -> failure).join())
                .isNotInstanceOf(CompletionException.class);
        assertThat(bulkhead.submit(() -> CompletableFuture.completedFuture(7))).isCompletedWithValue(7);
    }
}
