package io.ssegateway.endpoint;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.ssegateway.fanout.Subscriber;
import io.ssegateway.metrics.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a stream when its token does. Belongs to the stream's event loop. */
final class TokenExpiry {
    private final InstantSource clock;
    private @Nullable Future<?> timer;

    TokenExpiry(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on the stream ends at {@code expiry}; one that has passed ends it at once. */
    void begin(Subscriber subscriber, Instant expiry) {
        EventLoop loop = subscriber.channel().eventLoop();
        // Rounded up: a client that comes back at once must find its token expired.
        long millis = Duration.between(clock.instant(), expiry).toMillis() + 1;
        timer = loop.schedule(
                () -> subscriber.end(CloseReason.TOKEN_EXPIRED), Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    /** The stream has ended otherwise. */
    void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
