package io.ssegateway.endpoint;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.ssegateway.auth.Grants;
import io.ssegateway.endpoint.stream.StreamHead;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Parameters;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.ring.Frame;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EventStream} on a channel. The response head is written with the first event, so that a source may still
 * refuse the request before it. All state belongs to the channel's event loop; calls from elsewhere are handed over to
 * it.
 */
final class ChannelEventStream implements EventStream {
    private static final Logger LOG = LogManager.getLogger();

    private final StreamOpener opener;
    private final StreamSource source;
    private final Channel channel;
    private final EventLoop loop;
    /** Null once the stream has opened. */
    private @Nullable Parameters parameters;

    private final Subscriber subscriber;
    private final List<Future<?>> timers = new ArrayList<>(1);
    /** What started the stream; let go of as soon as it has. */
    private @Nullable Exchange request;

    private @Nullable TokenExpiry tokenExpiry;
    private boolean closed;

    ChannelEventStream(Exchange request, StreamOpener opener, StreamSource source, Grants grants) {
        this.request = request;
        this.opener = opener;
        this.source = source;
        this.channel = request.channel();
        this.loop = channel.eventLoop();
        this.parameters = request.parameters();
        this.subscriber = new Subscriber(
                StreamWriters.http1(channel, request.isHttp11()),
                request.route(),
                Interest.NONE,
                grants,
                Duration.ZERO,
                this::closed);
    }

    /**
     * Lets the source open the stream. An exception before the first event rejects the request, and then none of its
     * scheduled tasks may run: the connection belongs to the next request. After the first event it is a failure like
     * any later one.
     */
    void open(RevocationChecks revocations, InstantSource clock) {
        try {
            source.open(this);
        } catch (RuntimeException | Error e) {
            if (request == null) {
                fail(e);
                return;
            }
            request = null;
            closed = true;
            cancelTimers();
            throw e;
        }
        start();
        parameters = null;
        revocations.recheck(subscriber);
        Instant end = subscriber.grants().expiry();
        if (end != null && !closed) {
            tokenExpiry = new TokenExpiry(clock, false, end);
            tokenExpiry.begin(subscriber);
        }
    }

    /** Opens the stream if that has not happened yet. */
    private void start() {
        Exchange exchange = request;
        if (exchange != null) {
            request = null;
            opener.open(exchange, subscriber, ResumePoint.LIVE, StreamHead.PLAIN);
        }
    }

    @Override
    public String id() {
        return subscriber.id();
    }

    @Override
    public Parameters parameters() {
        if (parameters == null) {
            throw new IllegalStateException("parameters are there until the source has opened the stream");
        }
        return parameters;
    }

    @Override
    public void send(ServerSentEvent event) {
        onLoop(() -> {
            if (closed) {
                return;
            }
            start();
            subscriber.send(Frame.of(event));
        });
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        onLoop(() -> {
            timers.removeIf(Future::isDone);
            if (!closed) {
                timers.add(loop.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS));
            }
        });
    }

    @Override
    public void scheduleEvery(Duration period, Runnable task) {
        long nanos = period.toNanos();
        onLoop(() -> {
            timers.removeIf(Future::isDone);
            if (!closed) {
                timers.add(loop.scheduleAtFixedRate(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS));
            }
        });
    }

    private void run(Runnable task) {
        if (closed) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable fault) {
        LOG.error("{} failed; closing its stream {}", source.getClass().getName(), id(), fault);
        subscriber.close(CloseReason.ERROR);
    }

    @Override
    public void end() {
        onLoop(() -> {
            if (!closed) {
                start();
                subscriber.end(CloseReason.ENDED);
            }
        });
    }

    private void closed(CloseReason reason) {
        closed = true;
        cancelTimers();
        if (tokenExpiry != null) {
            tokenExpiry.cancel();
        }
        source.closed(this, reason);
    }

    private void cancelTimers() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
