package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.process.Usage;
import java.time.Duration;

/**
 * What the server's processes used in a run; nothing if they are unknown.
 *
 * @param before up to the first stream
 * @param after up to when all was done, with the streams still open
 * @param connectCpu CPU time while the streams opened
 * @param measureCpu CPU time for the measured deliveries
 * @param holdCpu CPU time while the streams were held
 * @param holdNanos how long they were held
 */
public record ServerUse(
        Usage before, Usage after, Duration connectCpu, Duration measureCpu, Duration holdCpu, long holdNanos) {

    /** How much their memory (PSS) grew, in bytes. */
    public long memory() {
        return after.pss() - before.pss();
    }
}
