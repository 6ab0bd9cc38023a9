package io.ssegateway.config;

import java.time.Duration;

/**
 * Comment lines on idle streams.
 *
 * @param interval how long nothing was written to a stream before it gets one; zero switches heartbeats off
 */
public record HeartbeatConfig(Duration interval) {

    /** @throws ConfigException if a value is out of range */
    public HeartbeatConfig {
        Require.between("heartbeat.interval", interval, Duration.ZERO, Duration.ofHours(1));
    }

    /** The values of {@code config/gateway.yaml}. */
    public static HeartbeatConfig defaults() {
        return new HeartbeatConfig(Duration.ofSeconds(15));
    }
}
