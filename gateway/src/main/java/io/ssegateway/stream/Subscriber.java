package io.ssegateway.stream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.ssegateway.auth.Grants;
import io.ssegateway.limit.ClientAddress;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.ring.Frame;
import io.ssegateway.ring.FrameRing;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: its interest, its position and what was written to it. Only its event loop writes; other threads may
 * read the counters (a little late) and call {@link #close} and {@link #end}.
 */
public final class Subscriber extends StreamPlace {
    private static final Logger LOG = LogManager.getLogger();

    /** Random from process to process, so that ids of different nodes differ. */
    private static final AtomicLong NUMBERS =
            new AtomicLong(ThreadLocalRandom.current().nextLong());

    private static final AtomicReferenceFieldUpdater<Subscriber, CloseReason> REASON =
            AtomicReferenceFieldUpdater.newUpdater(Subscriber.class, CloseReason.class, "reason");

    private final StreamWriter writer;
    private final long number = NUMBERS.getAndIncrement();
    private final String route;
    /** The one of its audience, once it has one: equal interests are many. */
    private Interest interest;

    private final Grants grants;
    private final long throttleNanos;
    private final Consumer<CloseReason> onClosed;
    private final long openedEpochMillis = System.currentTimeMillis();

    private volatile @Nullable CloseReason reason;
    private boolean takesPositions;
    private long openedNanos;
    private long idFrame = FrameRing.UNKNOWN_FRAME;

    /** A stream that was opened without a token. */
    public Subscriber(
            StreamWriter writer, String route, Interest interest, Duration throttle, Consumer<CloseReason> onClosed) {
        this(writer, route, interest, Grants.ANONYMOUS, throttle, onClosed);
    }

    /**
     * A stream that is about to open.
     *
     * @param writer how its bytes reach the client
     * @param route the route's pattern, for the inspector
     * @param interest which updates it wants to get
     * @param grants what its token grants
     * @param throttle the shortest time between two updates of one topic; zero: each as it comes
     * @param onClosed called once, on the channel's event loop, with the reason why the stream ended
     */
    public Subscriber(
            StreamWriter writer,
            String route,
            Interest interest,
            Grants grants,
            Duration throttle,
            Consumer<CloseReason> onClosed) {
        this.writer = writer;
        this.route = route;
        this.interest = interest;
        this.grants = grants;
        this.throttleNanos = throttle.toNanos();
        this.onClosed = onClosed;
    }

    /** Names this stream in the welcome event, the log and the inspector. */
    public String id() {
        return Long.toUnsignedString(number, Character.MAX_RADIX);
    }

    /** What {@link #id} is written of: streams that open one after the other have numbers in a row. */
    public long number() {
        return number;
    }

    /** What its bytes go through. */
    public StreamWriter writer() {
        return writer;
    }

    public Channel channel() {
        return writer.channel();
    }

    /** The client, as {@link io.ssegateway.limit.ClientAddress} tells them apart. */
    public long address() {
        return ClientAddress.key(channel().remoteAddress());
    }

    public String route() {
        return route;
    }

    /** Whether the client takes HTTP/1.1 chunks. */
    public boolean chunked() {
        return writer.chunked();
    }

    /** Which updates it wants. */
    public Interest interest() {
        return interest;
    }

    /** What its token grants. */
    public Grants grants() {
        return grants;
    }

    /** The shortest time between two updates of one topic, in nanoseconds; zero: each as it comes. */
    public long throttleNanos() {
        return throttleNanos;
    }

    /** When the stream opened, in milliseconds since 1970. */
    public long openedEpochMillis() {
        return openedEpochMillis;
    }

    /** When the stream opened, in nanoseconds of the event loop's ticker. */
    public long openedNanos() {
        return openedNanos;
    }

    /** Why the stream ended; if the gateway did not close it, the client did. */
    public CloseReason reason() {
        CloseReason why = reason;
        return why == null ? CloseReason.CLIENT : why;
    }

    /** Closes the connection at once. The first reason is kept. */
    public void close(CloseReason why) {
        REASON.compareAndSet(this, null, why);
        channel().close();
    }

    /** Closes a stream that cannot be written to because of a bug; the others are not affected. */
    public void fail(Throwable fault) {
        LOG.error("Closing stream {}, which failed", this, fault);
        close(CloseReason.ERROR);
    }

    /** Ends the response as HTTP requires, then closes the connection. The first reason is kept. */
    public void end(CloseReason why) {
        end(why, null);
    }

    /**
     * As {@link #end(CloseReason)}, with one more event before the end, such as one that says what the client has to do
     * before it reconnects. It should be short: it is written even if the socket is full.
     */
    public void end(CloseReason why, @Nullable Frame last) {
        EventLoop eventLoop = channel().eventLoop();
        if (eventLoop.inEventLoop()) {
            endNow(why, last);
        } else {
            eventLoop.execute(() -> endNow(why, last));
        }
    }

    private void endNow(CloseReason why, @Nullable Frame last) {
        if (writer.hasEnded() || !REASON.compareAndSet(this, null, why)) {
            return;
        }
        writer.end(last);
    }

    /**
     * Sends an event of the stream's own code. If more than the channel's high-water mark waited for the socket, and it
     * has not fallen below the low one since, the stream is closed instead: nothing queues without bound for a slow
     * reader, and yet one large event never closes a stream whose reader has kept up.
     */
    public void send(Frame frame) {
        if (writer.isWritable()) {
            writer.queue(frame, true);
            channel().flush();
        } else if (!writer.hasEnded() && channel().isOpen()) { // Else its reader was not too slow.
            close(CloseReason.SLOW_CONSUMER);
        }
    }

    /**
     * Writes the first block of the stream, without a flush.
     *
     * @param isEvent whether the metrics count it as an event
     */
    public void announce(Frame frame, boolean isEvent) {
        takesPositions = true;
        writer.queue(frame, isEvent);
    }

    /** Whether it began with an id, so that its client is sent positions later, too. */
    public boolean takesPositions() {
        return takesPositions;
    }

    /** The number of the newest frame that its client has passed by the last id it was sent. */
    public long idFrame() {
        return idFrame;
    }

    /** Records the frame of an id that was written; {@link FrameRing#UNKNOWN_FRAME} if the ring does not have it. */
    public void gaveId(long frame) {
        idFrame = frame;
    }

    /** Sets the event loop of the stream, which counts what is written to it. */
    public void opened(StreamLoop loop) {
        writer.open(loop);
        openedNanos = loop.now();
    }

    /** The stream has left its loop. */
    public void left(CloseReason why) {
        leave();
        onClosed.accept(why);
    }

    /** The stream has an audience, whose equal interest it shares. */
    public void share(Interest equal) {
        interest = equal;
    }

    @Override
    public String toString() {
        return id();
    }
}
