package io.ssegateway.cluster;

import static io.ssegateway.testing.Logs.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.TestClock;
import io.ssegateway.testing.TestTicker;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalTableTest extends SharedTableContract {
    private static final long DAY_MILLIS = 86_400_000;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Cluster node =
            new SingleNode("node", Instant.EPOCH, () -> 0, () -> "", name -> new LocalTable(new TestClock(clock::get)));

    @Override
    protected SharedTable table(String name) {
        return node.table(name);
    }

    @Override
    protected Instant now() {
        return Instant.ofEpochMilli(clock.get());
    }

    @Test
    void shouldHaveWhatAClockHidThatWasSetAhead() {
        LocalTable table = new LocalTable(new TestClock(clock::get), new TestTicker(nanos::get));
        await(table.put("x", "1", now().plusSeconds(10)));
        clock.addAndGet(DAY_MILLIS);
        assertThat(await(table.all())).isEmpty();
        await(table.put("y", "1", now().plusSeconds(10)));
        clock.addAndGet(-DAY_MILLIS);

        assertThat(await(table.all())).containsKeys("x", "y");
        await(table.remove("y"));

        pass(11);
        assertThat(await(table.all())).isEmpty();
        pass(3_600);
        assertThat(await(table.all())).isEmpty();
        clock.addAndGet(-DAY_MILLIS);
        assertThat(await(table.all()))
                .as("it was deleted when the clock was trusted")
                .isEmpty();
    }

    private void pass(long seconds) {
        clock.addAndGet(1_000 * seconds);
        nanos.addAndGet(1_000_000_000L * seconds);
    }

    @Test
    void shouldForgetWhenTheTimeComes() {
        Instant until = now().plusMillis(10);
        await(table("a").put("x", "1", until));
        await(table("a").put("y", "2", until));
        clock.addAndGet(9);
        assertThat(await(table("a").all())).containsOnlyKeys("x", "y");
        clock.addAndGet(1);

        assertThat(await(table("a").remove("x"))).isFalse();
        assertThat(await(table("a").all())).isEmpty();
    }
}
