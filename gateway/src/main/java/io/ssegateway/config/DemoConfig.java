package io.ssegateway.config;

import java.time.Duration;

/**
 * The streams that show what the gateway does.
 *
 * @param enabled whether they have routes
 * @param orderStepMin the shortest time between two steps of an order
 * @param orderStepMax the longest
 */
public record DemoConfig(boolean enabled, Duration orderStepMin, Duration orderStepMax) {

    /** @throws ConfigException if a value is out of range, or the shortest time is longer than the longest */
    public DemoConfig {
        Require.between("demo.order-step-min", orderStepMin, Duration.ZERO, Duration.ofHours(1));
        Require.between("demo.order-step-max", orderStepMax, Duration.ZERO, Duration.ofHours(1));
        if (orderStepMin.compareTo(orderStepMax) > 0) {
            throw new ConfigException(
                    "demo.order-step-min",
                    "must be at most demo.order-step-max, which is " + Durations.format(orderStepMax) + ", but is "
                            + Durations.format(orderStepMin));
        }
    }
}
