package io.ssegateway.fanout;

import io.ssegateway.catchup.SlowConsumers;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogType;
import io.ssegateway.eventlog.RetentionPolicy;
import java.time.Duration;

/**
 * The settings of all streams of a group.
 *
 * @param ringSize frames that are kept encoded
 * @param ringBytes bytes of frames that are kept encoded
 * @param rules how much the log keeps
 * @param heartbeat what an idle stream gets, and when
 * @param maxAge how long a stream may be open at most; zero: no limit
 * @param slowConsumers how far a stream may lag
 * @param replayBytesPerSecond the total rate of the replays of one event loop; zero: no limit
 * @param pageCacheBytes what is remembered of the log's pages, about; 0 for a log in memory
 */
public record FanoutSettings(
        int ringSize,
        long ringBytes,
        RetentionPolicy rules,
        HeartbeatConfig heartbeat,
        Duration maxAge,
        SlowConsumers slowConsumers,
        long replayBytesPerSecond,
        long pageCacheBytes) {

    private static final long PAGE_CACHE_BYTES = 16 << 20;

    /** By the sections of the configuration. */
    public FanoutSettings(
            LogConfig log,
            HeartbeatConfig heartbeat,
            Duration maxAge,
            SlowConsumers slowConsumers,
            long replayBytesPerSecond) {
        this(
                log.ringSize(),
                log.effectiveRingBytes(),
                RetentionPolicy.ofEachPartition(log),
                heartbeat,
                maxAge,
                slowConsumers,
                replayBytesPerSecond,
                log.type() == LogType.MEMORY ? 0 : PAGE_CACHE_BYTES);
    }

    /** By the configuration, for so many event loops. */
    public static FanoutSettings of(GatewayConfig config, int loops) {
        int replays = config.limits().replayBytesPerSecond();
        return new FanoutSettings(
                config.log(),
                config.heartbeat(),
                config.stream().maxAge(),
                new SlowConsumers(config.slowConsumer()),
                replays == 0 ? 0 : Math.max(1, replays / loops)); // No limit stays none.
    }
}
