package io.ssegateway.fanout;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.eventlog.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Finds event loops that are stuck: updates wait for their live streams, which have not moved for
 * {@value #PATIENCE_SECONDS} seconds. Their connections look healthy from outside, so nothing else shows it. Only a
 * restart helps; therefore the process reports itself as not alive.
 */
public final class LoopWatchdog {
    static final int PATIENCE_SECONDS = 30;

    private static final Logger LOG = LogManager.getLogger();
    private static final long PERIOD_SECONDS = 1;

    private final ShardedChannelGroup streams;
    private final Ticker ticker;
    private final Map<LoopShard, Standstill> standstills = new HashMap<>();
    private volatile int stuck;

    private record Standstill(Position position, long sinceNanos) {}

    /** A watchdog that looks when {@link #start} or {@link #look} says so. */
    public LoopWatchdog(ShardedChannelGroup streams, Ticker ticker) {
        this.streams = streams;
        this.ticker = ticker;
    }

    /** Looks once a second from now on, until the thread ends; not to be one of the loops that are watched. */
    public void start(ScheduledExecutorService thread) {
        thread.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** How many event loops are stuck. For any thread. */
    public int stuck() {
        return stuck;
    }

    /** Looks at all loops; on one thread at a time. */
    void look() {
        long now = ticker.nanoTime();
        int found = 0;
        for (LoopShard shard : streams.shards()) {
            Position waiting = shard.waiting();
            if (waiting == null) {
                standstills.remove(shard);
                continue;
            }
            Standstill before = standstills.get(shard);
            if (before == null || !before.position().equals(waiting)) {
                standstills.put(shard, new Standstill(waiting, now));
            } else if (now - before.sinceNanos() >= TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                found++;
            }
        }
        if (found > stuck) {
            LOG.error(
                    "{} event loops have not delivered a waiting update for {} s; restart the gateway",
                    found,
                    PATIENCE_SECONDS);
        }
        stuck = found;
    }
}
