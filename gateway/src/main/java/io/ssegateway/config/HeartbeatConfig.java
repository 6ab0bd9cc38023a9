package io.ssegateway.config;

import java.time.Duration;

/**
 * What idle streams get.
 *
 * @param interval     how long nothing was written to a stream before it gets a heartbeat; zero switches heartbeats off
 * @param sendPosition whether a heartbeat also moves the client's last event id to what it has seen, if that has changed
 */
public record HeartbeatConfig(Duration interval, boolean sendPosition) {

    /** @throws ConfigException if a value is out of range */
    public HeartbeatConfig {
        Require.between("heartbeat.interval", interval, Duration.ZERO, Duration.ofHours(1));
    }

    /** The values of {@code config/gateway.yaml}. */
    public static HeartbeatConfig defaults() {
        return new HeartbeatConfig(Duration.ofSeconds(15), true);
    }
}
