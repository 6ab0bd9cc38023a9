package io.ssegateway.loadtest.jmh;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.LogConfig;
import io.ssegateway.config.SlowConsumerConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Update;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.FanoutSettings;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.fanout.SlowConsumers;
import io.ssegateway.fanout.StreamHandler;
import io.ssegateway.fanout.Subscriber;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's core without its listeners: a memory log, the group that is its tail, and streams into a {@link Sink} on one
 * epoll event loop.
 */
final class Hall implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLog log = new MemoryEventLog(LogConfig.defaults(), System::currentTimeMillis);
    private final DeliveryCounter counter = new DeliveryCounter();
    private final ShardedChannelGroup streams = new ShardedChannelGroup(
            "benchmark",
            log,
            new FanoutSettings(
                    LogConfig.defaults(),
                    new HeartbeatConfig(Duration.ZERO, false),
                    Duration.ZERO,
                    new SlowConsumers(SlowConsumerConfig.defaults())),
            counter);
    private final StreamHandler handler = new StreamHandler(streams);
    private final Sink.Opened sink;

    Hall(Sink sink) {
        this.sink = sink.open();
    }

    /** Opens a stream, and waits until it is live. */
    void open(Interest interest) {
        SinkChannel channel = sink.channel();
        channel.pipeline().addLast(handler);
        loops.register(channel).syncUninterruptibly();
        Subscriber subscriber = new Subscriber(channel, "/", interest, Duration.ZERO, true, reason -> {});
        loop().submit(() -> streams.add(subscriber)).syncUninterruptibly();
    }

    EventLoop loop() {
        return loops.next();
    }

    Sink.Opened sink() {
        return sink;
    }

    EventLog log() {
        return log;
    }

    DeliveryCounter counter() {
        return counter;
    }

    /** An update of about a hundred characters. */
    static Update update(Topic topic) {
        return new Update(List.of(topic), ServerSentEvent.data("x".repeat(100)));
    }

    @Override
    public void close() {
        streams.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        log.close();
        sink.close();
    }
}
