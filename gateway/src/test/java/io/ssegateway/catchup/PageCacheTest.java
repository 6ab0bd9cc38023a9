package io.ssegateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.testing.Logs;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is remembered of the log, and what is asked again. */
class PageCacheTest {
    private static final Interest INTEREST = Interest.in(Logs.A);

    private static final class CountingLog extends ForwardingLog {
        int reads;
        boolean fails;

        CountingLog(EventLog log) {
            super(log);
        }

        @Override
        public CompletionStage<Page> read(Position after, Interest interest, int limit) {
            reads++;
            return fails
                    ? CompletableFuture.failedStage(new LogUnavailableException("not now"))
                    : log.read(after, interest, limit);
        }
    }

    private final CountingLog log = new CountingLog(new MemoryEventLog(Logs.unbounded(), new TestClock(() -> 1_000)));
    private final PageCache pages = new PageCache(log, 1 << 20);

    private LogPage read(Position after) {
        return Logs.await(pages.read(after, INTEREST));
    }

    @Test
    void shouldRememberAPage() {
        Position before = Logs.append(log, Logs.B);
        Logs.append(log, Logs.A);
        assertThat(read(before).updates()).hasSize(1);
        Logs.append(log, Logs.A);
        LogPage again = read(before);
        assertThat(again.updates()).hasSize(1);
        assertThat(log.reads).isEqualTo(1);
        assertThat(read(again.through()).updates()).hasSize(1);
    }

    @Test
    void shouldAskAgainForWhatWasNotThereYet() {
        Position end = Logs.append(log, Logs.A);
        assertThat(read(end).updates()).isEmpty();
        Logs.append(log, Logs.A);
        assertThat(read(end).updates()).hasSize(1);
    }

    @Test
    void shouldAskAgainAfterAFailure() {
        log.fails = true;
        assertThat(pages.read(Position.ORIGIN, INTEREST).toCompletableFuture()).isCompletedExceptionally();
        log.fails = false;
        Logs.append(log, Logs.A);
        assertThat(read(Position.ORIGIN).updates()).hasSize(1);
    }
}
