package io.ssegateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.ChannelMatcher;
import io.netty.channel.group.ChannelMatchers;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.topic.Topic;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
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
public final class ShardedChannelGroup extends AbstractSet<Channel> implements ChannelGroup {
    /** One line for each stream that opens or closes; its name stands in log4j2.xml. */
    private static final Logger LOG = LogManager.getLogger("io.ssegateway.streams");

    private final String name;
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
        this.name = name;
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
    public String name() {
        return name;
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

    @Override
    public ChannelGroupFuture write(Object message, ChannelMatcher matcher, boolean voidPromise) {
        return writeEach(message, matcher, voidPromise, Channel::write);
    }

    @Override
    public ChannelGroupFuture writeAndFlush(Object message, ChannelMatcher matcher, boolean voidPromise) {
        return writeEach(message, matcher, voidPromise, Channel::writeAndFlush);
    }

    @FunctionalInterface
    private interface Write {
        ChannelFuture apply(Channel channel, Object message, ChannelPromise promise);
    }

    /** Writes a view of the message to each channel. With void promises the group's future is complete at once. */
    private ChannelGroupFuture writeEach(Object message, ChannelMatcher matcher, boolean voidPromise, Write write) {
        Map<EventLoop, List<ChannelPromise>> promises =
                promises(matcher, voidPromise ? Channel::voidPromise : Channel::newPromise);
        promises.forEach((loop, ofLoop) -> {
            Object shared = ReferenceCountUtil.retain(message);
            loop.execute(() -> {
                ofLoop.forEach(promise -> write.apply(promise.channel(), view(shared), promise));
                ReferenceCountUtil.release(shared);
            });
        });
        ReferenceCountUtil.release(message);
        return groupFuture(voidPromise ? Map.of() : promises);
    }

    private static Object view(Object message) {
        if (message instanceof ByteBuf buffer) {
            return buffer.retainedDuplicate();
        }
        return message instanceof ByteBufHolder holder
                ? holder.retainedDuplicate()
                : ReferenceCountUtil.retain(message);
    }

    private ChannelGroupFuture each(ChannelMatcher matcher, BiConsumer<Channel, ChannelPromise> operation) {
        Map<EventLoop, List<ChannelPromise>> promises = promises(matcher, Channel::newPromise);
        promises.forEach((loop, ofLoop) ->
                loop.execute(() -> ofLoop.forEach(promise -> operation.accept(promise.channel(), promise))));
        return groupFuture(promises);
    }

    /** A promise for each channel that matches, by event loop, so that each loop needs one task. */
    private Map<EventLoop, List<ChannelPromise>> promises(
            ChannelMatcher matcher, Function<Channel, ChannelPromise> promise) {
        Map<EventLoop, List<ChannelPromise>> byLoop = new HashMap<>();
        for (Channel channel : this) {
            if (matcher.matches(channel)) {
                byLoop.computeIfAbsent(channel.eventLoop(), loop -> new ArrayList<>())
                        .add(promise.apply(channel));
            }
        }
        return byLoop;
    }

    private ChannelGroupFuture groupFuture(Map<EventLoop, List<ChannelPromise>> promises) {
        Map<Channel, ChannelFuture> futures = new HashMap<>();
        promises.values().forEach(ofLoop -> ofLoop.forEach(promise -> futures.put(promise.channel(), promise)));
        return new GroupFuture(this, futures, GlobalEventExecutor.INSTANCE);
    }

    @Override
    public ChannelGroup flush(ChannelMatcher matcher) {
        promises(matcher, Channel::voidPromise)
                .forEach((loop, ofLoop) -> loop.execute(
                        () -> ofLoop.forEach(promise -> promise.channel().flush())));
        return this;
    }

    @Override
    public ChannelGroupFuture disconnect(ChannelMatcher matcher) {
        return each(matcher, Channel::disconnect);
    }

    @Override
    public ChannelGroupFuture close(ChannelMatcher matcher) {
        return each(matcher, Channel::close);
    }

    @Override
    @Deprecated
    public ChannelGroupFuture deregister(ChannelMatcher matcher) {
        return each(matcher, Channel::deregister);
    }

    @Override
    public ChannelGroupFuture newCloseFuture(ChannelMatcher matcher) {
        Map<Channel, ChannelFuture> futures = new HashMap<>();
        for (Channel channel : this) {
            if (matcher.matches(channel)) {
                futures.put(channel, channel.closeFuture());
            }
        }
        return new GroupFuture(this, futures, GlobalEventExecutor.INSTANCE);
    }

    @Override
    public ChannelGroupFuture write(Object message) {
        return write(message, ChannelMatchers.all());
    }

    @Override
    public ChannelGroupFuture write(Object message, ChannelMatcher matcher) {
        return write(message, matcher, false);
    }

    @Override
    public ChannelGroupFuture writeAndFlush(Object message) {
        return writeAndFlush(message, ChannelMatchers.all());
    }

    @Override
    public ChannelGroupFuture writeAndFlush(Object message, ChannelMatcher matcher) {
        return writeAndFlush(message, matcher, false);
    }

    @Override
    @Deprecated
    public ChannelGroupFuture flushAndWrite(Object message) {
        return writeAndFlush(message);
    }

    @Override
    @Deprecated
    public ChannelGroupFuture flushAndWrite(Object message, ChannelMatcher matcher) {
        return writeAndFlush(message, matcher);
    }

    @Override
    public ChannelGroup flush() {
        return flush(ChannelMatchers.all());
    }

    @Override
    public ChannelGroupFuture disconnect() {
        return disconnect(ChannelMatchers.all());
    }

    @Override
    public ChannelGroupFuture close() {
        return close(ChannelMatchers.all());
    }

    @Override
    @Deprecated
    public ChannelGroupFuture deregister() {
        return deregister(ChannelMatchers.all());
    }

    @Override
    public ChannelGroupFuture newCloseFuture() {
        return newCloseFuture(ChannelMatchers.all());
    }

    @Override
    public int compareTo(ChannelGroup other) {
        int byName = name.compareTo(other.name());
        return byName != 0 ? byName : Integer.compare(System.identityHashCode(this), System.identityHashCode(other));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return name + " (" + size() + " channels)";
    }
}
