package io.ssegateway.eventlog.sqlite;

import static io.ssegateway.eventlog.Logs.A;
import static io.ssegateway.eventlog.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.sqlite.AppendQueue.Append;
import io.ssegateway.eventlog.sqlite.AppendQueue.Batch;
import io.ssegateway.eventlog.sqlite.FactStore.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AppendQueueTest {
    private static final long AT_ONCE = 0;

    private static Append append(int dataLength) {
        return new Append(update(null, "x".repeat(dataLength), A));
    }

    @Test
    void shouldGiveAllThatWaitsInItsOrder() throws Exception {
        AppendQueue queue = new AppendQueue(1_000_000);
        List<Append> offered = List.of(append(1), append(2), append(3));
        offered.forEach(append -> assertThat(queue.offer(append)).isTrue());
        Change change = new Change(facts -> true, new CompletableFuture<>());
        assertThat(queue.offer(change)).isTrue();
        CompletableFuture<Void> transaction = queue.transaction();

        assertThat(queue.take(AT_ONCE)).isEqualTo(new Batch(offered, List.of(change), List.of(transaction)));
        assertThat(queue.take(AT_ONCE).isEmpty()).isTrue();
    }

    @Test
    void shouldTakeNoMoreThanItsBytesUntilSomeAreTaken() throws Exception {
        AppendQueue queue = new AppendQueue(3 * append(100).bytes());
        for (int i = 0; i < 3; i++) {
            assertThat(queue.offer(append(100))).isTrue();
        }
        assertThat(queue.offer(append(1))).isFalse();
        queue.take(AT_ONCE);
        assertThat(queue.offer(append(1))).isTrue();
    }

    @Test
    void shouldTakeOneThatIsLargerThanAll() throws Exception {
        AppendQueue queue = new AppendQueue(100);

        assertThat(queue.offer(append(1_000))).isTrue();
        assertThat(queue.offer(append(1_000))).isFalse();
        assertThat(queue.take(AT_ONCE).appends()).hasSize(1);
    }

    @Test
    void shouldBoundTransactionsInNumberAndBytes() throws Exception {
        AppendQueue queue = new AppendQueue(Long.MAX_VALUE);
        List<Append> offered = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            offered.add(append(1));
        }
        for (int i = 0; i < 10; i++) {
            offered.add(append(1 << 20));
        }
        offered.forEach(queue::offer);
        List<Append> taken = new ArrayList<>();
        while (taken.size() < offered.size()) {
            List<Append> batch = queue.take(AT_ONCE).appends();
            assertThat(batch).hasSizeBetween(1, 4_096);
            assertThat(batch.stream().mapToLong(Append::bytes).sum()).isLessThanOrEqualTo(4 << 20);
            taken.addAll(batch);
        }

        assertThat(taken).isEqualTo(offered);
    }

    @Test
    void shouldTakeAsManyChangesAsMayWaitAndGiveThemBeforeItEnds() throws Exception {
        AppendQueue queue = new AppendQueue(1_000_000);
        int offered = 0;
        while (queue.offer(new Change(facts -> true, new CompletableFuture<>()))) {
            offered++;
        }
        queue.close();

        assertThat(queue.isClosedAndEmpty()).isFalse();
        assertThat(queue.take(60_000).changes()).hasSize(offered).hasSize(10_000);
        assertThat(queue.isClosedAndEmpty()).isTrue();
        assertThat(queue.offer(new Change(facts -> true, new CompletableFuture<>())))
                .isFalse();
    }

    @Test
    void shouldGiveWhatWaitsWhenItIsClosedAndTakeNoMore() throws Exception {
        AppendQueue queue = new AppendQueue(1_000_000);
        queue.offer(append(1));
        queue.close();

        assertThat(queue.offer(append(1))).isFalse();
        assertThat(queue.transaction()).isCompleted();
        assertThat(queue.isClosedAndEmpty()).isFalse();
        assertThat(queue.take(60_000).appends()).hasSize(1);
        assertThat(queue.isClosedAndEmpty()).isTrue();
        assertThat(queue.take(60_000).isEmpty()).isTrue();
    }
}
