package io.ssegateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.TestTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private static final Client CLIENT = new Client(1, () -> false);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong();
    private final List<CompletableFuture<Integer>> begun = new ArrayList<>();

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Bulkhead bulkhead(int maxRunning, int maxWaiting) {
        return new Bulkhead(maxRunning, maxWaiting, PATIENCE, new TestTicker(nanos::get), Refused::new);
    }

    private CompletableFuture<Integer> begin() {
        CompletableFuture<Integer> task = new CompletableFuture<>();
        begun.add(task);
        return task;
    }

    @Test
    void shouldRunSoManyAndLetSoManyWaitAndRefuseTheRest() {
        Bulkhead bulkhead = bulkhead(2, 1);
        List<CompletableFuture<Integer>> results = IntStream.range(0, 4)
                .mapToObj(i -> bulkhead.submit(CLIENT, this::begin))
                .toList();

        assertThat(begun).hasSize(2);
        assertThat(results.get(3).handle((value, failure) -> failure).join()).isExactlyInstanceOf(Refused.class);
        begun.get(1).complete(1);
        assertThat(results.get(1)).isCompletedWithValue(1);
        assertThat(begun).hasSize(3);
        assertThat(results.get(0)).isNotDone();
        begun.get(2).completeExceptionally(new IllegalStateException());
        assertThat(results.get(2)).isCompletedExceptionally();
        assertThat(bulkhead.submit(CLIENT, this::begin)).isNotDone();
        assertThat(begun).hasSize(4);
    }

    /** As when the breaker opens: each of them in the one before would overflow the stack. */
    @Test
    void shouldRunThousandsThatEndAtOnce() {
        Bulkhead bulkhead = bulkhead(1, 100_000);
        CompletableFuture<Integer> first = bulkhead.submit(CLIENT, this::begin);
        List<CompletableFuture<Integer>> results = IntStream.range(0, 100_000)
                .mapToObj(i -> bulkhead.submit(
                        CLIENT, () -> CompletableFuture.<Integer>failedFuture(new IllegalStateException("open"))))
                .toList();
        begun.get(0).complete(1);

        assertThat(first).isCompleted();
        assertThat(results).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(results.get(0).handle((value, failure) -> failure).join())
                .isNotInstanceOf(CompletionException.class);
        assertThat(bulkhead.submit(CLIENT, () -> CompletableFuture.completedFuture(7)))
                .isCompletedWithValue(7);
    }

    private static void isRefused(CompletableFuture<Integer> result) {
        assertThat(result.handle((value, failure) -> failure).join()).isExactlyInstanceOf(Refused.class);
    }

    @Test
    void shouldTakeTurnsByClient() {
        Bulkhead bulkhead = bulkhead(1, 10_000);
        List<CompletableFuture<Integer>> flood = IntStream.range(0, 5_000)
                .mapToObj(i -> bulkhead.submit(new Client(1, () -> false), this::begin))
                .toList();
        CompletableFuture<Integer> honest = bulkhead.submit(new Client(2, () -> false), this::begin);

        begun.get(0).complete(1);
        begun.get(1).complete(1);
        begun.get(2).complete(2);
        assertThat(honest).isCompletedWithValue(2);
        assertThat(flood.get(0)).isCompleted();
        assertThat(flood.get(2)).isNotDone();
    }

    @Test
    void shouldDoNothingForClientsThatHaveLeft() {
        Bulkhead bulkhead = bulkhead(1, 10_000);
        AtomicBoolean gone = new AtomicBoolean();
        CompletableFuture<Integer> first = bulkhead.submit(CLIENT, this::begin);
        List<CompletableFuture<Integer>> left = IntStream.range(0, 4_300)
                .mapToObj(i -> bulkhead.submit(new Client(1, gone::get), this::begin))
                .toList();
        CompletableFuture<Integer> honest = bulkhead.submit(CLIENT, this::begin);
        gone.set(true);

        begun.get(0).complete(1);
        begun.get(1).complete(2);
        assertThat(first).isCompletedWithValue(1);
        assertThat(honest).isCompletedWithValue(2);
        left.forEach(BulkheadTest::isRefused);
    }

    @Test
    void shouldNotLetThoseThatHaveLeftKeepTheirPlaces() {
        Bulkhead bulkhead = bulkhead(1, 80);
        AtomicBoolean gone = new AtomicBoolean();
        bulkhead.submit(CLIENT, this::begin);
        IntStream.range(0, 80).forEach(i -> bulkhead.submit(new Client(1, gone::get), this::begin));
        isRefused(bulkhead.submit(CLIENT, this::begin));
        gone.set(true);

        IntStream.range(0, 80 / 8).forEach(i -> bulkhead.submit(CLIENT, this::begin));
        assertThat(bulkhead.submit(CLIENT, this::begin)).isNotDone();
    }

    @Test
    void shouldRefuseWhatHasWaitedForTooLong() {
        Bulkhead bulkhead = bulkhead(1, 10);
        bulkhead.submit(CLIENT, this::begin);
        CompletableFuture<Integer> early = bulkhead.submit(CLIENT, this::begin);
        nanos.addAndGet(PATIENCE.toNanos());
        CompletableFuture<Integer> late = bulkhead.submit(CLIENT, this::begin);
        nanos.addAndGet(1);
        begun.get(0).complete(1);

        isRefused(early);
        begun.get(1).complete(2);
        assertThat(late).isCompletedWithValue(2);
    }

    @Test
    void shouldFreeThePlaceOfWhatThrows() {
        Bulkhead bulkhead = bulkhead(1, 10);
        AssertionError fault = new AssertionError("a bug");
        CompletableFuture<Integer> first = bulkhead.submit(CLIENT, () -> {
            throw fault;
        });
        CompletableFuture<Integer> running = bulkhead.submit(CLIENT, this::begin);
        CompletableFuture<Integer> waiting = bulkhead.submit(CLIENT, () -> {
            throw fault;
        });
        CompletableFuture<Integer> last = bulkhead.submit(CLIENT, this::begin);
        begun.get(0).complete(1);
        begun.get(1).complete(2);

        assertThat(first.handle((value, failure) -> failure)).isCompletedWithValue(fault);
        assertThat(running).isCompletedWithValue(1);
        assertThat(waiting.handle((value, failure) -> failure)).isCompletedWithValue(fault);
        assertThat(last).isCompletedWithValue(2);
    }

    @Test
    void shouldTakeThePlaceFromWhoHasMost() {
        Bulkhead bulkhead = bulkhead(1, 4);
        bulkhead.submit(CLIENT, this::begin);
        List<CompletableFuture<Integer>> flood = IntStream.range(0, 4)
                .mapToObj(i -> bulkhead.submit(CLIENT, this::begin))
                .toList();
        Client other = new Client(2, () -> false);

        assertThat(bulkhead.submit(other, this::begin)).isNotDone();
        isRefused(flood.get(3));
        assertThat(bulkhead.submit(other, this::begin)).isNotDone();
        isRefused(flood.get(2));
        isRefused(bulkhead.submit(other, this::begin)); // Both have as many now.
        isRefused(bulkhead.submit(CLIENT, this::begin));
        assertThat(flood.get(1)).isNotDone();
    }
}
