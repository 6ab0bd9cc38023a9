package io.ssegateway.loadtest.publish;

import java.time.Duration;

/**
 * What was done up to a moment.
 *
 * @param nanos the moment, by {@link System#nanoTime}
 * @param published messages that the server acknowledged
 * @param deliveries to all subscribers
 * @param cpu time of the server; zero if its process is unknown
 */
public record Snapshot(long nanos, long published, long deliveries, Duration cpu) {

    static final Snapshot NONE = new Snapshot(0, 0, 0, Duration.ZERO);
}
