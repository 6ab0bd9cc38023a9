package io.ssegateway.endpoint;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import io.ssegateway.stream.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a stream when its token does. If announced, the stream gets an event of the type {@code token-expired} just
 * before: a page that reconnects with the same token would be rejected, and one that reconnects without it would
 * silently miss private updates. Belongs to the stream's event loop.
 */
final class TokenExpiry {
    private static final String EVENT = "token-expired";

    /** The clock decides, and a timer does not know of a clock that was set or of a machine that was suspended. */
    private static final long MOST_MILLIS = 30_000;

    private final InstantSource clock;
    private final boolean tells;
    private final Instant expiry;
    private @Nullable Future<?> timer;

    /** @param tells whether the client gets an event before the end */
    TokenExpiry(InstantSource clock, boolean tells, Instant expiry) {
        this.clock = clock;
        this.tells = tells;
        this.expiry = expiry;
    }

    /** From now on the stream ends when its token does; one that has passed ends it at once. */
    void begin(Subscriber subscriber) {
        // Rounded up: a client that reconnects at once must find its token expired.
        long millis = Duration.between(clock.instant(), expiry).toMillis() + 1;
        EventLoop loop = subscriber.channel().eventLoop();
        timer = loop.schedule(
                () -> check(subscriber), Math.max(0, Math.min(millis, MOST_MILLIS)), TimeUnit.MILLISECONDS);
    }

    private void check(Subscriber subscriber) {
        if (clock.instant().isAfter(expiry)) {
            subscriber.end(CloseReason.TOKEN_EXPIRED, tells ? notice() : null);
        } else {
            begin(subscriber);
        }
    }

    private Frame notice() {
        return Frame.of(ServerSentEvent.builder()
                .event(EVENT)
                .data("{\"expiry\":\"" + expiry + "\"}")
                .build());
    }

    /** The stream has ended otherwise. */
    void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
