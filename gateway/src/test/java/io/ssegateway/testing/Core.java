package io.ssegateway.testing;

import io.ssegateway.catchup.SlowConsumers;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.LogConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.FanoutSettings;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.hub.Hub;
import io.ssegateway.hub.InFlightRequests;
import io.ssegateway.metrics.GatewayMetrics;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A log in memory, the streams that follow it and the hub, without heartbeats and without a network.
 *
 * @param log is born at the clock's first millisecond and has the number 0 of it for itself: a clock that stands still
 *     at 1 gives the first update the position {@code 1-1}
 * @param streams follow the log
 * @param hub publishes to the log
 */
public record Core(EventLog log, ShardedChannelGroup streams, Hub hub) {

    /** By the wall clock. */
    public static Core start() {
        return start(System::currentTimeMillis, GatewayMetrics.NONE);
    }

    /** By a clock of the test's own, in milliseconds since 1970. */
    public static Core start(LongSupplier epochMillis, GatewayMetrics metrics) {
        return start(ConfigLoader.defaults().log(), epochMillis, metrics);
    }

    /** With bounds of the test's own. */
    public static Core start(LogConfig config, LongSupplier epochMillis, GatewayMetrics metrics) {
        EventLog log = new MemoryEventLog(config, new TestClock(epochMillis));
        ShardedChannelGroup streams = new ShardedChannelGroup(
                "test",
                log,
                new FanoutSettings(
                        config,
                        new HeartbeatConfig(Duration.ZERO, SendPosition.NEVER),
                        Duration.ZERO,
                        new SlowConsumers(ConfigLoader.defaults().slowConsumer()),
                        0),
                metrics);
        return new Core(log, streams, new Hub(log, streams, new InFlightRequests(), metrics));
    }
}
