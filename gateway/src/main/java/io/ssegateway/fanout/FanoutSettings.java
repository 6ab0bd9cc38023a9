package io.ssegateway.fanout;

import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.LogConfig;
import java.time.Duration;

/**
 * What holds for all streams of a group.
 *
 * @param ringSize      frames that are kept encoded
 * @param ringBytes     bytes of frames that are kept encoded
 * @param heartbeat     what an idle stream gets, and when
 * @param maxAge        how long a stream may be open before it is ended; zero: for ever
 * @param slowConsumers how far a stream may be behind
 */
public record FanoutSettings(
        int ringSize, long ringBytes, HeartbeatConfig heartbeat, Duration maxAge, SlowConsumers slowConsumers) {

    /** By the sections of the configuration. */
    public FanoutSettings(LogConfig log, HeartbeatConfig heartbeat, Duration maxAge, SlowConsumers slowConsumers) {
        this(log.ringSize(), log.effectiveRingBytes(), heartbeat, maxAge, slowConsumers);
    }
}
