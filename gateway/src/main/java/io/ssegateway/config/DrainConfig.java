package io.ssegateway.config;

import java.time.Duration;

/**
 * How the gateway stops.
 *
 * @param timeout the time over which open streams are ended evenly; zero ends them at once
 */
public record DrainConfig(Duration timeout) {

    /** @throws ConfigException if a value is out of range */
    public DrainConfig {
        Require.between("drain.timeout", timeout, Duration.ZERO, Duration.ofHours(1));
    }
}
