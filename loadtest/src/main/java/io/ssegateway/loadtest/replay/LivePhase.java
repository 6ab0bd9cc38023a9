package io.ssegateway.loadtest.replay;

import org.HdrHistogram.Histogram;

/**
 * Live delivery over some time.
 *
 * @param latency from when a message was due to its receipt, in nanoseconds
 * @param lag how late the client's own timer was meanwhile, in nanoseconds
 */
public record LivePhase(Histogram latency, Histogram lag) {

    static final LivePhase NONE = new LivePhase(new Histogram(3), new Histogram(3));
}
