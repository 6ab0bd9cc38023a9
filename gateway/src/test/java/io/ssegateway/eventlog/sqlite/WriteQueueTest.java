package io.ssegateway.eventlog.sqlite;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private static final long AT_ONCE = 0;

    private static WriteTask<?> append(int dataLength) {
        return WriteTask.append(update(null, "x".repeat(dataLength), A));
    }

    private static WriteTask<?> change() {
        return WriteTask.change(session -> true, 100);
    }

    @Test
    void shouldGiveAllThatWaitsInItsOrder() throws Exception {
        WriteQueue queue = new WriteQueue(1_000_000);
        List<WriteTask<?>> offered = List.of(append(1), change(), append(2), append(3));
        offered.forEach(task -> assertThat(queue.offer(task)).isTrue());

        assertThat(queue.take(AT_ONCE)).isEqualTo(offered);
        assertThat(queue.take(AT_ONCE)).isEmpty();
    }

    @Test
    void shouldTakeNoMoreThanItsBytesUntilSomeAreTaken() throws Exception {
        WriteQueue queue = new WriteQueue(3 * append(100).bytes());
        for (int i = 0; i < 3; i++) {
            assertThat(queue.offer(append(100))).isTrue();
        }
        assertThat(queue.offer(append(1))).isFalse();
        queue.take(AT_ONCE);
        assertThat(queue.offer(append(1))).isTrue();
    }

    @Test
    void shouldTakeOneThatIsLargerThanAll() throws Exception {
        WriteQueue queue = new WriteQueue(100);

        assertThat(queue.offer(append(1_000))).isTrue();
        assertThat(queue.offer(append(1_000))).isFalse();
        assertThat(queue.take(AT_ONCE)).hasSize(1);
    }

    @Test
    void shouldBoundTransactionsInNumberAndBytes() throws Exception {
        WriteQueue queue = new WriteQueue(Long.MAX_VALUE / 2);
        List<WriteTask<?>> offered = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            offered.add(append(1));
        }
        for (int i = 0; i < 10; i++) {
            offered.add(append(1 << 20));
        }
        offered.forEach(queue::offer);
        List<WriteTask<?>> taken = new ArrayList<>();
        while (taken.size() < offered.size()) {
            List<WriteTask<?>> batch = queue.take(AT_ONCE);
            assertThat(batch).hasSizeBetween(1, 4_096);
            assertThat(batch.stream().mapToLong(WriteTask::bytes).sum()).isLessThanOrEqualTo(4 << 20);
            taken.addAll(batch);
        }

        assertThat(taken).isEqualTo(offered);
    }

    /** A revocation must get in although publishers have filled the queue. */
    @Test
    void shouldHaveRoomForChangesBehindAsManyUpdatesAsMayWait() throws Exception {
        WriteQueue queue = new WriteQueue(1_000);
        while (queue.offer(append(100))) {
            assertThat(queue.isClosed()).isFalse();
        }
        int offered = 0;
        while (queue.offer(change())) {
            offered++;
        }
        assertThat(offered).isBetween(5_000, 50_000);
        queue.close();

        int left = offered;
        while (!queue.isClosedAndEmpty()) {
            left -= (int) queue.take(60_000).stream()
                    .filter(task -> task.extraRoomBytes() > 0)
                    .count();
        }
        assertThat(left).isZero();
        assertThat(queue.offer(change())).isFalse();
    }

    @Test
    void shouldGiveWhatWaitsWhenItIsClosedAndTakeNoMore() throws Exception {
        WriteQueue queue = new WriteQueue(1_000_000);
        queue.offer(append(1));
        queue.close();

        assertThat(queue.offer(append(1))).isFalse();
        assertThat(queue.isClosedAndEmpty()).isFalse();
        assertThat(queue.take(60_000)).hasSize(1);
        assertThat(queue.isClosedAndEmpty()).isTrue();
        assertThat(queue.take(60_000)).isEmpty();
    }

    @Test
    void shouldAnswerAtOnceWhenItIsWoken() throws Exception {
        WriteQueue queue = new WriteQueue(1_000_000);
        queue.wake();

        assertThat(queue.take(60_000)).isEmpty();
        assertThat(queue.take(AT_ONCE)).as("once").isEmpty();
    }
}
