package io.ssegateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: its channel, its topics and what was written to it. Its event loop alone writes; other threads may read
 * the counters (a little late) and call {@link #close} and {@link #end}.
 */
public final class Subscriber {
    /** How long a stream's last bytes may take before its socket is closed all the same. */
    private static final long END_TIMEOUT_SECONDS = 5;

    private static final ByteBuf LAST_CHUNK = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(5).writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

    private static final int NOT_YET = -1;
    private static final int LEFT = -2;

    /** Random from process to process, so that ids of different nodes differ. */
    private static final AtomicLong NUMBERS =
            new AtomicLong(ThreadLocalRandom.current().nextLong());

    private static final AtomicReferenceFieldUpdater<Subscriber, CloseReason> REASON =
            AtomicReferenceFieldUpdater.newUpdater(Subscriber.class, CloseReason.class, "reason");

    private final Channel channel;
    private final long number = NUMBERS.getAndIncrement();
    private final String route;
    private final List<Topic> topics;
    private final boolean chunked;
    private final Consumer<CloseReason> onClosed;
    private final long openedEpochMillis = System.currentTimeMillis();
    private final SubscriberList[] lists;
    private final int[] slots;

    private volatile @Nullable CloseReason reason;
    private boolean ended;
    private int shardSlot = NOT_YET;
    private long openedNanos;
    private long lastWriteNanos;
    private long bytes;
    private long events;
    private long lastPass;

    /**
     * A stream that is about to open.
     *
     * @param channel  its connection, with no other handler left than one that discards input
     * @param route    the route's pattern, for the inspector
     * @param topics   what it wants to get from {@link ShardedChannelGroup#publish}, each once
     * @param chunked  whether the client takes HTTP/1.1 chunks
     * @param onClosed told once, on the channel's event loop, why the stream ended
     */
    public Subscriber(
            Channel channel, String route, List<Topic> topics, boolean chunked, Consumer<CloseReason> onClosed) {
        this.channel = channel;
        this.route = route;
        this.topics = topics;
        this.chunked = chunked;
        this.onClosed = onClosed;
        this.lists = new SubscriberList[topics.size()];
        this.slots = new int[topics.size()];
    }

    /** Names this connection in the welcome event, the log and the inspector. */
    public String id() {
        return Long.toUnsignedString(number, Character.MAX_RADIX);
    }

    public Channel channel() {
        return channel;
    }

    public String route() {
        return route;
    }

    /** Whether the client takes HTTP/1.1 chunks. */
    public boolean chunked() {
        return chunked;
    }

    public List<Topic> topics() {
        return topics;
    }

    /** When the stream opened, in milliseconds since 1970. */
    public long openedEpochMillis() {
        return openedEpochMillis;
    }

    /** When something was last written, in nanoseconds of the event loop's ticker. */
    public long lastWriteNanos() {
        return lastWriteNanos;
    }

    /** Bytes handed to the socket since the stream opened, HTTP's framing included. */
    public long bytes() {
        return bytes;
    }

    /** Events handed to the socket since the stream opened. */
    public long events() {
        return events;
    }

    /** Why the stream ended; the client closed it if nobody here did. */
    public CloseReason reason() {
        CloseReason why = reason;
        return why == null ? CloseReason.CLIENT : why;
    }

    /** Closes the connection at once. The first reason given counts. */
    public void close(CloseReason why) {
        REASON.compareAndSet(this, null, why);
        channel.close();
    }

    /** Ends the response as HTTP wants it, then closes the connection. The first reason given counts. */
    public void end(CloseReason why) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            endNow(why);
        } else {
            loop.execute(() -> endNow(why));
        }
    }

    private void endNow(CloseReason why) {
        if (ended || !REASON.compareAndSet(this, null, why)) {
            return;
        }
        ended = true;
        ChannelFuture flushed = channel.writeAndFlush(chunked ? LAST_CHUNK.duplicate() : Unpooled.EMPTY_BUFFER);
        flushed.addListener(ChannelFutureListener.CLOSE);
        if (!flushed.isDone()) {
            // A reader that does not read must not keep the connection for ever.
            var force = channel.eventLoop().schedule(() -> channel.close(), END_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            channel.closeFuture().addListener(closed -> force.cancel(false));
        }
    }

    /** Whether the socket has taken so much that a further frame may be written; false for a stream that has ended. */
    boolean isWritable() {
        return !ended && channel.isWritable();
    }

    /**
     * Writes one frame. On the event loop only. If more than the channel's high-water mark waited for the socket, and it has
     * not fallen below the low one since, the stream is closed instead: nothing queues without bound for a slow reader, and
     * yet one large event never closes a stream whose reader has kept up.
     *
     * @return the bytes handed over; 0 if the stream has ended
     */
    int write(Frame frame, long nowNanos) {
        if (!isWritable()) {
            // A channel that has closed takes nothing either, and then its reader was not too slow.
            if (!ended && channel.isOpen()) {
                close(CloseReason.SLOW_CONSUMER);
            }
            return 0;
        }
        channel.writeAndFlush(frame.view(chunked), channel.voidPromise());
        int written = frame.bytes(chunked);
        bytes += written;
        lastWriteNanos = nowNanos;
        return written;
    }

    /** As {@link #write}, for a frame that is an event. */
    int deliver(Frame frame, long nowNanos) {
        int written = write(frame, nowNanos);
        if (written > 0) {
            events++;
        }
        return written;
    }

    /** Whether pass {@code pass} meets this subscriber for the first time: it may be in the lists of several topics. */
    boolean enter(long pass) {
        if (lastPass == pass) {
            return false;
        }
        lastPass = pass;
        return true;
    }

    void opened(int slot, long nowNanos) {
        shardSlot = slot;
        openedNanos = nowNanos;
        lastWriteNanos = nowNanos;
    }

    long openedNanos() {
        return openedNanos;
    }

    int shardSlot() {
        return shardSlot;
    }

    void left(CloseReason why) {
        shardSlot = LEFT;
        onClosed.accept(why);
    }

    boolean hasLeft() {
        return shardSlot == LEFT;
    }

    void joined(int topic, SubscriberList list, int slot) {
        lists[topic] = list;
        slots[topic] = slot;
    }

    SubscriberList list(int topic) {
        return lists[topic];
    }

    int slot(int topic) {
        return slots[topic];
    }

    /** A list has moved this subscriber to another slot. */
    void moved(SubscriberList list, int slot) {
        for (int i = 0; i < lists.length; i++) {
            if (lists[i] == list) {
                slots[i] = slot;
                return;
            }
        }
        shardSlot = slot;
    }

    /** Spreads what would else happen to all at one instant: a number from 0 to {@code parts - 1}, fixed for the stream. */
    int phase(int parts) {
        return Math.floorMod(number, parts);
    }

    @Override
    public String toString() {
        return id();
    }
}
