package io.ssegateway.channelgroup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.ChannelMatcher;
import io.netty.channel.group.ChannelMatchers;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a {@link ChannelGroup}, each at the price of one task per event loop, whatever the number of
 * channels. Which channels there are is the subclass's affair. Every operation works on the channels that are in the
 * group when it is called.
 */
public abstract class EventLoopChannelGroup extends AbstractSet<Channel> implements ChannelGroup {
    private final String name;

    protected EventLoopChannelGroup(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final ChannelGroupFuture write(Object message, ChannelMatcher matcher, boolean voidPromise) {
        return writeEach(message, matcher, voidPromise, Channel::write);
    }

    @Override
    public final ChannelGroupFuture writeAndFlush(Object message, ChannelMatcher matcher, boolean voidPromise) {
        return writeEach(message, matcher, voidPromise, Channel::writeAndFlush);
    }

    @FunctionalInterface
    private interface Write {
        ChannelFuture apply(Channel channel, Object message, ChannelPromise promise);
    }

    /** Writes a view of the message to each channel. With void promises the group's future is complete at once. */
    private ChannelGroupFuture writeEach(Object message, ChannelMatcher matcher, boolean voidPromise, Write operation) {
        Map<EventLoop, List<ChannelPromise>> promises =
                promises(matcher, voidPromise ? Channel::voidPromise : Channel::newPromise);
        promises.forEach((loop, ofLoop) -> {
            Object shared = ReferenceCountUtil.retain(message);
            Runnable write = () -> {
                ofLoop.forEach(promise -> {
                    beforeWrite(promise.channel());
                    operation.apply(promise.channel(), view(shared), promise);
                });
                ReferenceCountUtil.release(shared);
            };
            if (!execute(loop, ofLoop, write)) {
                ReferenceCountUtil.release(shared);
            }
        });
        ReferenceCountUtil.release(message);
        return groupFuture(voidPromise ? Map.of() : promises);
    }

    /** Told on the channel's event loop before a message is written to it. */
    protected abstract void beforeWrite(Channel channel);

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
                execute(loop, ofLoop, () -> ofLoop.forEach(promise -> operation.accept(promise.channel(), promise))));
        return groupFuture(promises);
    }

    /** Runs a task on a loop; fails the promises if the loop has stopped. */
    private static boolean execute(EventLoop loop, List<ChannelPromise> promises, Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException stopped) {
            promises.forEach(promise -> promise.tryFailure(stopped));
            return false;
        }
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
    public final ChannelGroup flush(ChannelMatcher matcher) {
        promises(matcher, Channel::voidPromise)
                .forEach((loop, ofLoop) -> execute(
                        loop,
                        ofLoop,
                        () -> ofLoop.forEach(promise -> promise.channel().flush())));
        return this;
    }

    @Override
    public final ChannelGroupFuture disconnect(ChannelMatcher matcher) {
        return each(matcher, Channel::disconnect);
    }

    @Override
    public final ChannelGroupFuture close(ChannelMatcher matcher) {
        return each(matcher, Channel::close);
    }

    @Override
    @Deprecated
    public final ChannelGroupFuture deregister(ChannelMatcher matcher) {
        return each(matcher, Channel::deregister);
    }

    @Override
    public final ChannelGroupFuture newCloseFuture(ChannelMatcher matcher) {
        Map<Channel, ChannelFuture> futures = new HashMap<>();
        for (Channel channel : this) {
            if (matcher.matches(channel)) {
                futures.put(channel, channel.closeFuture());
            }
        }
        return new GroupFuture(this, futures, GlobalEventExecutor.INSTANCE);
    }

    @Override
    public final ChannelGroupFuture write(Object message) {
        return write(message, ChannelMatchers.all());
    }

    @Override
    public final ChannelGroupFuture write(Object message, ChannelMatcher matcher) {
        return write(message, matcher, false);
    }

    @Override
    public final ChannelGroupFuture writeAndFlush(Object message) {
        return writeAndFlush(message, ChannelMatchers.all());
    }

    @Override
    public final ChannelGroupFuture writeAndFlush(Object message, ChannelMatcher matcher) {
        return writeAndFlush(message, matcher, false);
    }

    @Override
    @Deprecated
    public final ChannelGroupFuture flushAndWrite(Object message) {
        return writeAndFlush(message);
    }

    @Override
    @Deprecated
    public final ChannelGroupFuture flushAndWrite(Object message, ChannelMatcher matcher) {
        return writeAndFlush(message, matcher);
    }

    @Override
    public final ChannelGroup flush() {
        return flush(ChannelMatchers.all());
    }

    @Override
    public final ChannelGroupFuture disconnect() {
        return disconnect(ChannelMatchers.all());
    }

    @Override
    public final ChannelGroupFuture close() {
        return close(ChannelMatchers.all());
    }

    @Override
    @Deprecated
    public final ChannelGroupFuture deregister() {
        return deregister(ChannelMatchers.all());
    }

    @Override
    public final ChannelGroupFuture newCloseFuture() {
        return newCloseFuture(ChannelMatchers.all());
    }

    @Override
    public final int compareTo(ChannelGroup other) {
        int byName = name.compareTo(other.name());
        return byName != 0 ? byName : Integer.compare(System.identityHashCode(this), System.identityHashCode(other));
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public final String toString() {
        return name + " (" + size() + " channels)";
    }
}
