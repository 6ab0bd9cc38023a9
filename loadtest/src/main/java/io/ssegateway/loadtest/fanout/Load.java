package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.PacedPublisher.Pace;

/**
 * What is published.
 *
 * @param warmup messages before those that are measured, always as fast as {@code inFlight} allows
 * @param messages that are measured
 * @param size of a message in characters
 * @param inFlight messages that have not yet reached the last of their streams before the next one waits; not used at a
 *     rate
 * @param rate messages per second, however many are in flight; 0 for none
 */
public record Load(int warmup, int messages, int size, int inFlight, double rate) {

    /** Warm-up and measured messages together. */
    int total() {
        return warmup + messages;
    }

    Pace warmupPace() {
        return Pace.closedLoop(inFlight);
    }

    Pace pace() {
        return rate > 0 ? Pace.openLoop(rate) : Pace.closedLoop(inFlight);
    }
}
