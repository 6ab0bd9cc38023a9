package io.ssegateway.fanout;

import io.ssegateway.catchup.SlowConsumers;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.config.SlowConsumerConfig;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.config.SlowConsumerTopicConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.testing.Logs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What tests of groups and shards choose; what they do not choose has bounds that no test reaches. */
final class Settings {
    static final HeartbeatConfig NO_HEARTBEAT = new HeartbeatConfig(Duration.ZERO, SendPosition.NEVER);
    static final int GIBIBYTE = 1 << 30;
    static final SlowConsumerConfig PATIENT = slow(SlowConsumerPolicy.DISCONNECT, GIBIBYTE, Duration.ofHours(1));

    private Settings() {}

    static SlowConsumerConfig slow(
            SlowConsumerPolicy policy, int maxLagBytes, Duration maxLagAge, SlowConsumerTopicConfig... topics) {
        return new SlowConsumerConfig(policy, maxLagBytes, maxLagAge, List.of(topics));
    }

    static FanoutSettings ring(int ringSize) {
        return of(ringSize, NO_HEARTBEAT, Duration.ZERO, PATIENT);
    }

    static FanoutSettings of(int ringSize, HeartbeatConfig heartbeat, Duration maxAge, SlowConsumerConfig slow) {
        return new FanoutSettings(
                ringSize,
                GIBIBYTE,
                new RetentionPolicy(Logs.unbounded()),
                heartbeat,
                maxAge,
                new SlowConsumers(slow),
                0,
                0);
    }

    /** A log that forgets nothing. */
    static EventLog log() {
        return new MemoryEventLog(Logs.unbounded(), InstantSource.system());
    }

    static ShardedChannelGroup group(EventLog log, GatewayMetrics metrics) {
        return new ShardedChannelGroup("test", log, ring(1024), metrics);
    }
}
