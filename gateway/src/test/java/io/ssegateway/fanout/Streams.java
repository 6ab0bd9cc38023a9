package io.ssegateway.fanout;

import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.Outbound;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Streams on embedded channels that share one clock, which stands still unless it is moved. */
final class Streams implements AutoCloseable {

    /** A stream and what became of it. */
    record Stream(EmbeddedChannel channel, Subscriber subscriber, List<CloseReason> closed) {

        /** What was written since the last call. */
        String written() {
            return Outbound.text(channel);
        }

        /** What was written since the last call; no block may be cut. */
        List<Block> blocks() {
            Block.Arrived arrived = subscriber.chunked() ? Block.chunks(written()) : Block.plain(written());
            if (!arrived.rest().isEmpty()) {
                throw new AssertionError("cut: " + arrived.rest());
            }
            return arrived.blocks();
        }

        /** The data of the updates that were written since the last call. */
        List<String> data() {
            return blocks().stream()
                    .map(Block::data)
                    .filter(data -> data != null)
                    .toList();
        }
    }

    final MockTicker ticker = Ticker.newMockTicker();
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    /** A stream that is in no group yet. */
    Stream open(Interest interest, Duration throttle, boolean chunked, ChannelHandler... handlers) {
        EmbeddedChannel channel = EmbeddedChannel.builder()
                .channelId(DefaultChannelId.newInstance())
                .ticker(ticker)
                .handlers(handlers)
                .build();
        channels.add(channel);
        List<CloseReason> closed = new ArrayList<>();
        return new Stream(
                channel,
                new Subscriber(StreamWriters.http1(channel, chunked), "/test", interest, throttle, closed::add),
                closed);
    }

    Stream open(Topic... topics) {
        return open(Interest.in(topics), Duration.ZERO, true);
    }

    /** Moves the clock and runs what is due, in steps small enough for every timer. */
    void advance(Duration time, Duration step) {
        for (long left = time.toNanos(); left > 0; left -= step.toNanos()) {
            ticker.advance(Math.min(left, step.toNanos()), TimeUnit.NANOSECONDS);
            run();
        }
    }

    /** Runs what is due, and what a timer has asked for. */
    void run() {
        for (int round = 0; round < 2; round++) {
            List.copyOf(channels).forEach(EmbeddedChannel::runPendingTasks);
        }
    }

    /** Closes the channels and releases what nobody has read. */
    @Override
    public void close() {
        channels.forEach(channel -> channel.finishAndReleaseAll());
    }
}
