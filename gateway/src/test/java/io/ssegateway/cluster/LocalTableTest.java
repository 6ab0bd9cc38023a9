package io.ssegateway.cluster;

import static io.ssegateway.testing.Logs.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.TestClock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalTableTest extends SharedTableContract {
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
