package io.ssegateway.loadtest.client;

/**
 * One message of a run, as it came.
 *
 * @param sequence from 0
 * @param sentNanos {@link System#nanoTime} when it was sent or, at a given rate, due; on Linux that clock is the same
 *     for all processes of a machine
 */
public record Message(int sequence, long sentNanos) {}
