package io.ssegateway.loadtest.jmh;

import io.netty.channel.Channel;
import io.ssegateway.catchup.SlowConsumers;
import io.ssegateway.config.HeartbeatConfig;
import io.ssegateway.config.SendPosition;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Update;
import io.ssegateway.eventlog.memory.MemoryEventLog;
import io.ssegateway.fanout.FanoutSettings;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.stream.StreamHandler;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The gateway's core without sockets: a memory log, and the group of streams that is its tail. */
final class Core implements AutoCloseable {

    private final EventLog log = new MemoryEventLog(ConfigLoader.defaults().log(), InstantSource.system());
    private final DeliveryCounter counter = new DeliveryCounter();
    private final ShardedChannelGroup streams = new ShardedChannelGroup(
            "benchmark",
            log,
            new FanoutSettings(
                    ConfigLoader.defaults().log(),
                    new HeartbeatConfig(Duration.ZERO, SendPosition.NEVER),
                    Duration.ZERO,
                    new SlowConsumers(ConfigLoader.defaults().slowConsumer()),
                    0),
            counter);
    private final StreamHandler handler = new StreamHandler(streams::close);

    /** What a stream's channel handles events with. */
    StreamHandler handler() {
        return handler;
    }

    /** Adds a stream; on its event loop. */
    void add(Channel channel, Interest interest) {
        streams.add(new Subscriber(StreamWriters.http1(channel, true), "/", interest, Duration.ZERO, reason -> {}));
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
        log.close();
    }
}
