package io.ssegateway.channelgroup;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupException;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Completes when every channel's own future has; fails with a {@link ChannelGroupException} if one of them failed. */
final class GroupFuture extends DefaultPromise<@Nullable Void> implements ChannelGroupFuture {
    private final ChannelGroup group;
    private final Map<Channel, ChannelFuture> futures;
    private final Map<Channel, Throwable> failures = new ConcurrentHashMap<>();
    private final AtomicInteger pending;

    /** Watches the futures; {@code futures} must not change any more. */
    GroupFuture(ChannelGroup group, Map<Channel, ? extends ChannelFuture> futures, EventExecutor executor) {
        super(executor);
        setUncancellable(); // Writes in progress cannot be cancelled.
        this.group = group;
        this.futures = Map.copyOf(futures);
        this.pending = new AtomicInteger(futures.size());
        if (futures.isEmpty()) {
            setSuccess(null);
        }
        for (Map.Entry<Channel, ? extends ChannelFuture> entry : futures.entrySet()) {
            ChannelFuture future = entry.getValue();
            if (future.isDone() && entry.getKey().eventLoop().isShutdown()) {
                completed(entry.getKey(), future.cause()); // A loop that has stopped calls no listener.
            } else {
                // After the existing listeners: when the group's future completes, they have run.
                future.addListener(done -> completed(entry.getKey(), done.cause()));
            }
        }
    }

    private void completed(Channel channel, @Nullable Throwable failure) {
        if (failure != null) {
            failures.put(channel, failure);
        }
        if (pending.decrementAndGet() > 0) {
            return;
        }
        if (failures.isEmpty()) {
            setSuccess(null);
        } else {
            setFailure(new ChannelGroupException(failures.entrySet()));
        }
    }

    @Override
    public ChannelGroup group() {
        return group;
    }

    @Override
    public @Nullable ChannelFuture find(Channel channel) {
        return futures.get(channel);
    }

    @Override
    public Iterator<ChannelFuture> iterator() {
        return futures.values().iterator();
    }

    @Override
    public @Nullable ChannelGroupException cause() {
        return (ChannelGroupException) super.cause();
    }

    @Override
    public boolean isPartialSuccess() {
        return isDone() && !failures.isEmpty() && failures.size() < futures.size();
    }

    @Override
    public boolean isPartialFailure() {
        return isPartialSuccess();
    }

    @Override
    public GroupFuture addListener(GenericFutureListener<? extends Future<? super @Nullable Void>> listener) {
        super.addListener(listener);
        return this;
    }

    @Override
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on as it came
    public final GroupFuture addListeners(
            GenericFutureListener<? extends Future<? super @Nullable Void>>... listeners) {
        super.addListeners(listeners);
        return this;
    }

    @Override
    public GroupFuture removeListener(GenericFutureListener<? extends Future<? super @Nullable Void>> listener) {
        super.removeListener(listener);
        return this;
    }

    @Override
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on as it came
    public final GroupFuture removeListeners(
            GenericFutureListener<? extends Future<? super @Nullable Void>>... listeners) {
        super.removeListeners(listeners);
        return this;
    }

    @Override
    public GroupFuture await() throws InterruptedException {
        super.await();
        return this;
    }

    @Override
    public GroupFuture awaitUninterruptibly() {
        super.awaitUninterruptibly();
        return this;
    }

    @Override
    public GroupFuture sync() throws InterruptedException {
        super.sync();
        return this;
    }

    @Override
    public GroupFuture syncUninterruptibly() {
        super.syncUninterruptibly();
        return this;
    }
}
