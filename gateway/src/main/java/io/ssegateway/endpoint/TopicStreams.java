package io.ssegateway.endpoint;

import io.ssegateway.endpoint.stream.StreamHead;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Problem;
import io.ssegateway.http.Unavailable;
import io.ssegateway.metrics.RejectReason;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens streams of what is published to topics, for whoever may have them and as long as he may. */
public final class TopicStreams {
    private final StreamOpener opener;
    private final ShardedChannelGroup streams;
    private final RevocationChecks revocations;
    private final InstantSource clock;

    /** Streams that are members of {@code streams}. */
    public TopicStreams(
            StreamOpener opener, ShardedChannelGroup streams, RevocationChecks revocations, InstantSource clock) {
        this.opener = opener;
        this.streams = streams;
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * Settles a request that gets no stream, whoever it is from: one that comes over a limit, while the gateway stops, or while nobody
     * knows where the log stands and what is revoked.
     *
     * @return whether the request is answered
     * @throws Problem 406 if the client does not take event streams
     */
    public boolean settle(Exchange exchange) {
        opener.checkAccept(exchange);
        if (exchange.isHead()) {
            return false; // It is told what is wrong with the request, as GET would be.
        }
        if (opener.refuse(exchange)) {
            return true;
        }
        if (!streams.hasBegun() || !revocations.isKnown()) {
            opener.refuse(exchange, RejectReason.LOG_UNAVAILABLE);
            return true;
        }
        return false;
    }

    /**
     * Goes on with what a request for a stream waits for, as {@link Exchange#when}; if something is away that it depends on, the client is
     * told to come back in the way that a limit tells it.
     *
     * @param open opens the stream
     */
    public <T> void when(Exchange exchange, CompletionStage<T> stage, Consumer<T> open) {
        exchange.when(stage, open, away -> refuse(exchange, away));
    }

    private void refuse(Exchange exchange, Unavailable away) {
        if (exchange.isHead()) {
            throw away;
        }
        if (!opener.refuse(exchange)) { // What is away as the gateway stops is not the reason.
            opener.refuse(exchange, away.reason());
        }
    }

    /**
     * Opens a stream; its head and its first id are written, and not flushed.
     *
     * @param admission whose it is, what he gets, and until when
     * @param head    what is special about the beginning
     * @param tells   whether an event tells the client before the stream ends with its token
     * @return the stream; null if the request is answered: it wants the head alone, or the gateway has begun to drain meanwhile
     */
    public @Nullable Subscriber open(
            Exchange exchange,
            StreamRequest request,
            Authorizer.Admission admission,
            ResumePoint start,
            StreamHead head,
            boolean tells) {
        if (exchange.isHead()) {
            opener.answerHead(exchange, head);
            return null;
        }
        if (opener.refuse(exchange)) {
            return null;
        }
        TokenExpiry tokenExpiry = new TokenExpiry(clock, tells);
        Subscriber subscriber = new Subscriber(
                StreamWriters.http1(exchange.channel(), exchange.isHttp11()),
                exchange.route(),
                admission.interest(),
                admission.grants(),
                request.throttle(),
                reason -> tokenExpiry.cancel());
        Instant expiry = admission.grants().expiry();
        if (expiry != null) {
            tokenExpiry.begin(subscriber, expiry); // Before it can end, which cancels it.
        }
        opener.open(exchange, subscriber, start, head);
        revocations.recheck(subscriber);
        admission.opened().accept(subscriber);
        return subscriber;
    }
}
