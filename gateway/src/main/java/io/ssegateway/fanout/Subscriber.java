package io.ssegateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.ssegateway.auth.Grants;
import io.ssegateway.eventlog.Position;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.topic.Interest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: its channel, what it wants and what was written to it. Its event loop alone writes; other threads may read
 * the counters (a little late) and call {@link #close} and {@link #end}.
 */
public final class Subscriber {
    /** What {@link #write} answers for a stream that has ended. */
    static final int GONE = -1;

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
    /** The one of its audience, once it has one: equal interests are many. */
    private Interest interest;

    private final Grants grants;
    private final long throttleNanos;
    private final boolean chunked;
    private final Consumer<CloseReason> onClosed;
    private final long openedEpochMillis = System.currentTimeMillis();

    private volatile @Nullable CloseReason reason;
    private boolean ended;
    private boolean takesPositions;
    private int shardSlot = NOT_YET;
    private long openedNanos;
    private long lastWriteNanos;
    private long bytes;
    private long events;
    private long idFrame = FrameRing.UNKNOWN_FRAME;

    /** What the channel still has for the socket. Kept at hand, as each look at the channel itself costs cache misses. */
    private @Nullable ChannelOutboundBuffer waiting;
    /** Where its bytes go at once; null if they take the way through the channel's handlers. */
    private @Nullable Socket socket;

    private @Nullable Audience audience;
    private int audienceSlot;
    private long next;
    private Position before = Position.ORIGIN;
    private volatile @Nullable CatchUp catchUp;

    /** A stream that nobody's token has opened. */
    public Subscriber(
            Channel channel,
            String route,
            Interest interest,
            Duration throttle,
            boolean chunked,
            Consumer<CloseReason> onClosed) {
        this(channel, route, interest, Grants.ANONYMOUS, throttle, chunked, onClosed);
    }

    /**
     * A stream that is about to open.
     *
     * @param channel  its connection, with no other handler left than one that discards input
     * @param route    the route's pattern, for the inspector
     * @param interest which updates it wants to get
     * @param grants   what its token grants
     * @param throttle the shortest time between two updates of one topic; zero: each as it comes
     * @param chunked  whether the client takes HTTP/1.1 chunks
     * @param onClosed told once, on the channel's event loop, why the stream ended
     */
    public Subscriber(
            Channel channel,
            String route,
            Interest interest,
            Grants grants,
            Duration throttle,
            boolean chunked,
            Consumer<CloseReason> onClosed) {
        this.channel = channel;
        this.route = route;
        this.interest = interest;
        this.grants = grants;
        this.throttleNanos = throttle.toNanos();
        this.chunked = chunked;
        this.onClosed = onClosed;
    }

    /** Names this connection in the welcome event, the log and the inspector. */
    public String id() {
        return Long.toUnsignedString(number, Character.MAX_RADIX);
    }

    /** What {@link #id} is written of: streams that open one after the other have numbers in a row. */
    public long number() {
        return number;
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

    /** Which updates it wants. */
    public Interest interest() {
        return interest;
    }

    /** What its token grants. */
    public Grants grants() {
        return grants;
    }

    /** The shortest time between two updates of one topic; zero: each as it comes. */
    public Duration throttle() {
        return Duration.ofNanos(throttleNanos);
    }

    long throttleNanos() {
        return throttleNanos;
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
        end(why, null);
    }

    /**
     * As {@link #end(CloseReason)}, with one more event before the end, such as one that says what the client has to do before it comes back. It
     * should be short: it is written whether or not the socket takes it.
     */
    public void end(CloseReason why, @Nullable Frame last) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            endNow(why, last);
        } else {
            loop.execute(() -> endNow(why, last));
        }
    }

    private void endNow(CloseReason why, @Nullable Frame last) {
        if (ended || !REASON.compareAndSet(this, null, why)) {
            return;
        }
        finishFrame();
        if (last != null) {
            channel.write(last.view(chunked, 0, last.length(chunked)), channel.voidPromise());
        }
        ended = true;
        StreamEnd.write(channel, chunked);
    }

    /** Whether the socket has taken so much that a further frame may be written; false for a stream that has ended. */
    boolean isWritable() {
        return !ended && channel.isWritable();
    }

    /**
     * Writes a part of a span. On the event loop only. With epoll the bytes go from the span's memory to the socket in one
     * call, past the channel's handlers, as long as nothing of earlier writes waits in the channel. Allocates nothing then.
     *
     * @return the bytes that were taken; less than all, also 0, if the socket is full, and then the caller must see to it
     *     that the frame which was cut is finished before anything else is written; {@link #GONE} if the stream has ended
     */
    int write(WriteBuffer span, int start, int end, long nowNanos) {
        Socket direct = socket;
        boolean open = direct == null ? channel.isOpen() : direct.isOpen();
        if (ended || !open || waiting == null) {
            return GONE;
        }
        if (waiting.totalPendingWriteBytes() > 0) {
            return 0;
        }
        int taken;
        if (direct == null) {
            channel.writeAndFlush(span.copy(start, end), channel.voidPromise());
            taken = end - start;
        } else {
            try {
                taken = direct.send(span.memory(), start, end);
            } catch (IOException broken) {
                channel.pipeline().fireExceptionCaught(broken);
                return GONE;
            }
        }
        if (taken > 0) {
            bytes += taken;
            lastWriteNanos = nowNanos;
        }
        return taken;
    }

    /** Writes a buffer through the channel, behind what waits there already. */
    ChannelFuture writeThrough(ByteBuf buffer, long nowNanos) {
        bytes += buffer.readableBytes();
        lastWriteNanos = nowNanos;
        return channel.writeAndFlush(buffer);
    }

    /**
     * Sends an event of the stream's own code through the channel. On the event loop only. If more than the channel's
     * high-water mark waited for the socket, and it has not fallen below the low one since, the stream is closed instead:
     * nothing queues without bound for a slow reader, and yet one large event never closes a stream whose reader has kept up.
     *
     * @return the bytes handed over; 0 if the stream has ended
     */
    int send(Frame frame, long nowNanos) {
        if (!isWritable()) {
            // A channel that has closed takes nothing either, and then its reader was not too slow.
            if (!ended && channel.isOpen()) {
                close(CloseReason.SLOW_CONSUMER);
            }
            return 0;
        }
        finishFrame();
        int length = frame.length(chunked);
        channel.writeAndFlush(frame.view(chunked, 0, length), channel.voidPromise());
        bytes += length;
        lastWriteNanos = nowNanos;
        return length;
    }

    /** Writes the block that the stream begins with, through the channel and without a flush; answers the bytes. */
    int announce(Frame frame, long nowNanos) {
        int length = frame.length(chunked);
        channel.write(frame.view(chunked, 0, length), channel.voidPromise());
        bytes += length;
        lastWriteNanos = nowNanos;
        takesPositions = true;
        return length;
    }

    /** Writes the rest of a short frame that the socket has cut. */
    void finish(Frame frame, int offset, long nowNanos) {
        writeThrough(frame.view(chunked, offset, frame.length(chunked)), nowNanos);
    }

    /** Whether it began with an id, so that its client is sent positions later, too. */
    boolean takesPositions() {
        return takesPositions;
    }

    /** The number of the newest frame that its client has passed by the last id it was sent. */
    long idFrame() {
        return idFrame;
    }

    /** Takes note of an id that was handed over; {@link FrameRing#UNKNOWN_FRAME} if the ring does not know where it stands. */
    void gaveId(long frame) {
        idFrame = frame;
    }

    /** Takes note of events that were handed over. */
    void delivered(int count) {
        events += count;
    }

    /** Hands the rest of a frame that the socket has cut to the channel, so that other bytes may follow. */
    void finishFrame() {
        CatchUp lagging = catchUp;
        if (lagging != null) {
            lagging.finishFrame();
        }
    }

    void opened(int slot, long nowNanos) {
        shardSlot = slot;
        openedNanos = nowNanos;
        lastWriteNanos = nowNanos;
        waiting = channel.unsafe().outboundBuffer();
        // Nothing may stand between the socket and the shared handler: TLS, for one, must see every byte.
        if (channel instanceof UnixChannel unix
                && unix.fd() instanceof Socket unixSocket
                && channel.pipeline().first() instanceof StreamHandler) {
            socket = unixSocket;
        }
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

    void joined(Audience newAudience, int slot) {
        audience = newAudience;
        interest = newAudience.kind().interest();
        audienceSlot = slot;
    }

    /** Those that get the same as this one; null if it wants no updates, and before it has opened. */
    @Nullable
    Audience audience() {
        return audience;
    }

    int audienceSlot() {
        return audienceSlot;
    }

    /** A list has moved this subscriber to another slot. */
    void moved(SubscriberList list, int slot) {
        if (audience != null && audience.members() == list) {
            audienceSlot = slot;
        } else {
            shardSlot = slot;
        }
    }

    /** The first frame of the ring that is for it; all frames before that were, or were never meant for it. */
    long next() {
        return next;
    }

    /** The position before {@link #next}: where the stream stands until its shard has come so far. */
    Position before() {
        return before;
    }

    void beginLive(long sequence, Position position) {
        next = sequence;
        before = position;
    }

    /** How it reads what it is behind with; null while it is live: then it stands where its shard stands. */
    @Nullable
    CatchUp catchUp() {
        return catchUp;
    }

    void setCatchUp(@Nullable CatchUp newCatchUp) {
        catchUp = newCatchUp;
    }

    @Override
    public String toString() {
        return id();
    }
}
