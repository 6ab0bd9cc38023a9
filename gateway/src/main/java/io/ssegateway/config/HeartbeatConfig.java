package io.ssegateway.config;

import java.time.Duration;

/**
 * What idle streams get.
 *
 * @param interval how long nothing was written to a stream before it gets a heartbeat; zero switches heartbeats off
 * @param sendPosition when a client is sent the position of its stream, which moves its last event id
 */
public record HeartbeatConfig(Duration interval, SendPosition sendPosition) {

    /** @throws ConfigException if a value is out of range */
    public HeartbeatConfig {
        Require.between("heartbeat.interval", interval, Duration.ZERO, Duration.ofHours(1));
    }

    /** As {@link #sendPosition}, but never where heartbeats are switched off. */
    public SendPosition effectiveSendPosition() {
        return interval.isZero() ? SendPosition.NEVER : sendPosition;
    }
}
