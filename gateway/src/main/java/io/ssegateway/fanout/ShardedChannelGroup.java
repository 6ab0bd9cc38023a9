package io.ssegateway.fanout;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelId;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All open streams, and the one way to broadcast to them. It is a Netty {@link ChannelGroup} with one {@link LoopShard} per
 * event loop: an operation on the group costs one task per loop, whatever the number of channels, while
 * {@code DefaultChannelGroup} queues one task per channel.
 *
 * <p>Two ways to write: {@link #publish} for an encoded event to the subscribers of topics, the hot path; and the methods of
 * {@link ChannelGroup}, which write any message to any channels and answer a future for each. Safe for use by any thread.
 */
public final class ShardedChannelGroup extends LoopwiseChannelGroup {
    /** One line for each stream that opens or closes; its name stands in log4j2.xml. */
    private static final Logger LOG = LogManager.getLogger("io.ssegateway.streams");

    private final Duration heartbeatInterval;
    private final Duration maxAge;
    private final GatewayMetrics metrics;
    private final Map<ChannelId, Subscriber> members = new ConcurrentHashMap<>();
    private final Map<EventLoop, LoopShard> shards = new ConcurrentHashMap<>();
    /** One listener for all channels: it costs a closed channel nothing but the call. */
    private final ChannelFutureListener leave = future -> remove(future.channel());

    /**
     * An empty group.
     *
     * @param heartbeatInterval how long a stream may be idle before it gets a comment line; zero: for ever
     * @param maxAge            how long a stream may be open before it is ended; zero: for ever
     */
    public ShardedChannelGroup(String name, Duration heartbeatInterval, Duration maxAge, GatewayMetrics metrics) {
        super(name);
        this.heartbeatInterval = heartbeatInterval;
        this.maxAge = maxAge;
        this.metrics = metrics;
    }

    /**
     * Takes in a stream until its channel closes. A stream that is opened on its own event loop is in the group, and gets
     * every later {@link #publish}, when this returns.
     *
     * @return false if its channel is in the group already
     */
    public boolean add(Subscriber subscriber) {
        Channel channel = subscriber.channel();
        if (members.putIfAbsent(channel.id(), subscriber) != null) {
            return false;
        }
        metrics.streamOpened();
        LOG.debug("opened {} {} {}", subscriber, subscriber.route(), channel);
        onLoopOf(channel, () -> shardOf(channel).add(subscriber));
        channel.closeFuture().addListener(leave);
        return true;
    }

    /** Takes in a channel that has asked for no topic: it gets heartbeats and what is written to the group. */
    @Override
    public boolean add(Channel channel) {
        return add(new Subscriber(channel, "", List.of(), false, reason -> {}));
    }

    @Override
    public boolean remove(Object channelOrId) {
        Object id = channelOrId instanceof Channel channel ? channel.id() : channelOrId;
        Subscriber subscriber = members.remove(id);
        if (subscriber == null) {
            return false;
        }
        subscriber.channel().closeFuture().removeListener(leave);
        CloseReason reason = subscriber.reason();
        metrics.streamClosed(reason);
        LOG.debug("closed {} {} {}", subscriber, reason.word(), subscriber.channel());
        onLoopOf(subscriber.channel(), () -> shardOf(subscriber.channel()).remove(subscriber, reason));
        return true;
    }

    private static void onLoopOf(Channel channel, Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }

    private LoopShard shardOf(Channel channel) {
        return shards.computeIfAbsent(channel.eventLoop(), loop -> {
            LoopShard shard = new LoopShard(loop, metrics);
            new Sweep(shard, heartbeatInterval, maxAge, metrics).start();
            return shard;
        });
    }

    /**
     * Delivers a frame to every subscriber of one of the topics, to each once: one task for each event loop that has such
     * a subscriber. The caller decides the order: calls that do not overlap are delivered in their order.
     *
     * @param frame      stays the caller's to release
     * @param takenNanos when the update was taken, {@link System#nanoTime()}
     * @return subscribers that it goes to; one that asked for several of the topics counts for each
     */
    public int publish(List<Topic> topics, Frame frame, long takenNanos) {
        int sum = 0;
        for (LoopShard shard : shards.values()) {
            int interested = shard.interested(topics);
            if (interested > 0) {
                shard.deliverSoon(topics, frame.retain(), takenNanos);
                sum += interested;
            }
        }
        return sum;
    }

    /** Writes one event to one stream of the group; on that stream's event loop only. The frame stays the caller's. */
    public void send(Subscriber subscriber, Frame frame) {
        shardOf(subscriber.channel()).send(subscriber, frame);
    }

    /** The open streams; what opens or closes meanwhile may be seen or not. */
    public Collection<Subscriber> subscribers() {
        return members.values();
    }

    /** The stream of a channel, if it is in the group. */
    public @Nullable Subscriber subscriber(Channel channel) {
        return members.get(channel.id());
    }

    @Override
    public @Nullable Channel find(ChannelId id) {
        Subscriber subscriber = members.get(id);
        return subscriber == null ? null : subscriber.channel();
    }

    @Override
    public boolean contains(Object channel) {
        return channel instanceof Channel c && members.containsKey(c.id());
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public void clear() {
        members.values().forEach(subscriber -> remove(subscriber.channel()));
    }

    @Override
    public Iterator<Channel> iterator() {
        Iterator<Subscriber> iterator = members.values().iterator();
        return new Iterator<>() {
            private @Nullable Channel last;

            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public Channel next() {
                last = iterator.next().channel();
                return last;
            }

            @Override
            public void remove() {
                if (last == null) {
                    throw new IllegalStateException("next() first");
                }
                ShardedChannelGroup.this.remove(last);
                last = null;
            }
        };
    }
}
