package io.ssegateway.metrics;

/**
 * Records what the gateway does. Every method may be called from any thread, never blocks and never throws; the
 * defaults do nothing, so tests and embedders pass {@link #NONE}.
 *
 * <p>No method takes a value that a client chooses: label values come only from the enums of this package.
 */
public interface GatewayMetrics {

    /** Records nothing. */
    GatewayMetrics NONE = new GatewayMetrics() {};

    /** A stream's response head was written. */
    default void streamOpened() {}

    /** A stream that was {@linkplain #streamOpened() opened} is closed. */
    default void streamClosed(CloseReason reason) {}

    /** A connection or a stream was refused. */
    default void rejected(RejectReason reason) {}

    /** A stream got a gap event. */
    default void gap(GapReason reason) {}

    /**
     * Streams began, or stopped, lagging: their socket is full, or they read older updates. A lagging stream that
     * closes has stopped lagging.
     *
     * @param change 1 for a stream that began, -1 for one that stopped
     */
    default void lagging(int change) {}

    /** An update was taken. */
    default void published() {}

    /**
     * Events were handed to sockets. Called once for a batch, never once per delivery.
     *
     * @param events events delivered, summed over the subscribers
     * @param writes writes to sockets that carried them
     * @param bytes bytes of those writes
     */
    default void delivered(long events, long writes, long bytes) {}

    /** Heartbeats were written, with so many bytes in all. */
    default void heartbeats(long count, long bytes) {}

    /** One event loop handed an update to the last of its subscribers, so many nanoseconds after it was taken. */
    default void deliveryLatency(long nanos) {}

    /**
     * A task of an event loop ran so much later than it was due.
     *
     * @param loop the loop's index, from 0
     * @param nanos the delay
     */
    default void eventLoopLag(int loop, long nanos) {}
}
