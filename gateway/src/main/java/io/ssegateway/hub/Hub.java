package io.ssegateway.hub;

import io.netty.buffer.ByteBufAllocator;
import io.ssegateway.eventlog.PositionClock;
import io.ssegateway.eventlog.Update;
import io.ssegateway.fanout.Frame;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.protocol.sse.ServerSentEvent;

/** Takes updates, decides their order and hands them to the streams. Safe for use by any thread. */
public final class Hub {
    private final ShardedChannelGroup streams;
    private final PositionClock positions;
    private final GatewayMetrics metrics;

    /** A hub that delivers to {@code streams}. */
    public Hub(ShardedChannelGroup streams, PositionClock positions, GatewayMetrics metrics) {
        this.streams = streams;
        this.positions = positions;
        this.metrics = metrics;
    }

    /**
     * Publishes an update: every open stream that asked for one of its topics gets it once, all streams in the same order.
     * Returns before the sockets are written.
     */
    public Receipt publish(Update update) {
        metrics.published();
        long takenNanos = System.nanoTime();
        // One lock from the position to the hand-over: every event loop then sees updates in the order of their ids.
        synchronized (this) {
            ServerSentEvent event = withId(update.event(), positions.next().toString());
            Frame frame = Frame.of(event, ByteBufAllocator.DEFAULT);
            try {
                int sentTo = streams.publish(update.topics(), frame, takenNanos);
                return new Receipt(String.valueOf(event.id()), sentTo);
            } finally {
                frame.release();
            }
        }
    }

    private static ServerSentEvent withId(ServerSentEvent event, String position) {
        return event.id() == null ? event.withId(position) : event;
    }
}
