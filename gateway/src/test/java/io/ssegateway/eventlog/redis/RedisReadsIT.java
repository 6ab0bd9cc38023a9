package io.ssegateway.eventlog.redis;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.readAll;
import static io.ssegateway.testing.Logs.unbounded;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Very many who read the log in Redis at the same time, and what they leave to everything else. */
class RedisReadsIT {
    private static final long MEBIBYTE = 1 << 20;
    /** This machine may have much else to do. */
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private static final int READERS = 200;
    private static final int LARGE = 200_000;

    private static List<Position> fill(EventLog log, int count, int length) {
        List<Position> appended = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            appended.add(await(log.append(update(null, "x".repeat(length), A))).position());
        }
        return appended;
    }

    @Test
    void shouldEndAPageThatIsLarge() {
        try (EventLog log = RedisLogs.open(unbounded(), RedisProcess.shared().uri(), RedisLogs.unused(), PATIENT)) {
            List<Position> all = fill(log, 20, LARGE);
            Position through = Position.ORIGIN;
            for (int pages = 0; through.compareTo(all.get(19)) < 0; pages++) {
                Page page = read(log, through, ALL);
                assertThat(page.entries()).isNotEmpty();
                assertThat(page.entries().stream()
                                .mapToLong(Entry::estimatedBytes)
                                .sum())
                        .isLessThan(MEBIBYTE + 2 * LARGE);
                assertThat(pages).isLessThan(20);
                through = page.through();
            }
            assertThat(readAll(log, Position.ORIGIN, ALL, 100))
                    .extracting(Entry::position)
                    .isEqualTo(all);
        }
    }

    /** A page takes a mebibyte at most, also if a single update is larger than that. */
    @Test
    void shouldReadWhatAloneIsLargerThanAPage() {
        try (EventLog log = RedisLogs.open(unbounded(), RedisProcess.shared().uri(), RedisLogs.unused(), PATIENT)) {
            List<Position> all = fill(log, 3, 2 * (int) MEBIBYTE);

            assertThat(read(log, all.get(0), ALL).entries())
                    .extracting(Entry::position)
                    .containsExactly(all.get(1));
            assertThat(readAll(log, Position.ORIGIN, ALL, 100)).hasSize(3);
        }
    }

    /** Redis answers in order: what is asked behind reads on one connection is answered behind them. */
    @Test
    void shouldTakeUpdatesAndLookAtRedisWhileManyRead() {
        try (EventLog log = RedisLogs.open(unbounded(), RedisProcess.shared().uri(), RedisLogs.unused(), PATIENT)) {
            fill(log, 8, 120_000);
            AtomicInteger answered = new AtomicInteger();
            CompletableFuture<?>[] reads = new CompletableFuture<?>[READERS];
            for (int i = 0; i < READERS; i++) {
                reads[i] = log.read(Position.ORIGIN, ALL, 128)
                        .thenRun(answered::incrementAndGet)
                        .toCompletableFuture();
            }

            await(log.append(update(null, "x", A)));
            await(log.cluster(() -> 0).orElseThrow().nodes());

            assertThat(answered).as("reads that publishers wait for").hasValueLessThan(READERS / 2);
            await(CompletableFuture.allOf(reads));
            assertThat(log.problem()).isEmpty();
        }
    }
}
