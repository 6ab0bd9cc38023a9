package io.ssegateway.endpoint;

import io.ssegateway.endpoint.stream.StreamHead;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Exchange;
import io.ssegateway.hub.Hub;
import io.ssegateway.index.InterestBudget;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.RejectReason;
import io.ssegateway.revocation.RevocationChecks;
import io.ssegateway.stream.ResumePoint;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens streams of topics: authenticates the client, reads the request, authorizes it, and finds where the stream
 * resumes. Each step runs on the connection's event loop; what it waits for, such as a webhook, runs elsewhere.
 */
public final class TopicStreams {

    /** What differs between the protocols that such streams are asked for by. */
    public interface Protocol {

        /** Reads the request; throws a problem that says what is accepted. */
        StreamRequest read(Exchange exchange);

        /**
         * How the stream begins.
         *
         * @param admission the client's grants, and what the stream gets
         * @param start where it resumes
         */
        CompletionStage<StreamHead> head(StreamRequest request, Authorizer.Admission admission, ResumePoint start);

        /** Whether an event announces that the stream ends with its token. */
        boolean announcesExpiry();

        /** The stream has its place in the log. */
        default void opened(Subscriber stream) {}
    }

    private final InterestBudget interests = new InterestBudget();
    private final StreamOpener opener;
    private final ShardedChannelGroup streams;
    private final Authorizer authorizer;
    private final RevocationChecks revocations;
    private final Hub hub;
    private final InstantSource clock;

    /** Streams that are members of {@code streams}. */
    public TopicStreams(
            StreamOpener opener,
            ShardedChannelGroup streams,
            Authorizer authorizer,
            RevocationChecks revocations,
            Hub hub,
            InstantSource clock) {
        this.opener = opener;
        this.streams = streams;
        this.authorizer = authorizer;
        this.revocations = revocations;
        this.hub = hub;
        this.clock = clock;
    }

    /** Answers a request with a stream or an error. */
    public void open(Exchange exchange, Protocol protocol) {
        opener.checkAccept(exchange);
        // A HEAD request gets the same errors as GET.
        if (!exchange.isHead() && refuse(exchange)) {
            return;
        }
        when(exchange, authorizer.subscriber(exchange), grants -> {
            StreamRequest request = protocol.read(exchange);
            when(
                    exchange,
                    authorizer.admit(exchange, grants, request),
                    admission -> resume(exchange, protocol, request, admission));
        });
    }

    /**
     * Rejects a request over a limit, while the gateway stops, or before the log's position and the revocations are
     * known.
     */
    private boolean refuse(Exchange exchange) {
        if (opener.refuse(exchange)) {
            return true;
        }
        boolean isAway = !streams.hasBegun() || !revocations.isKnown();
        if (isAway) {
            opener.refuse(exchange, RejectReason.LOG_UNAVAILABLE);
        }
        return isAway;
    }

    private void resume(Exchange exchange, Protocol protocol, StreamRequest request, Authorizer.Admission admission) {
        when(
                exchange,
                request.lastEventIds().start(hub, admission.interest()),
                start -> when(
                        exchange,
                        protocol.head(request, admission, start),
                        head -> open(exchange, protocol, request, admission, start, head)));
    }

    private void open(
            Exchange exchange,
            Protocol protocol,
            StreamRequest request,
            Authorizer.Admission admission,
            ResumePoint start,
            StreamHead head) {
        if (opener.settle(exchange, head)) {
            return; // The gateway may have begun to drain meanwhile.
        }
        Interest interest = admission.interest();
        Interest counted = null;
        if (interests.counts(interest)) {
            counted = interests.tryTake(interest);
            if (counted == null) {
                opener.refuse(exchange, RejectReason.INTEREST_MEMORY);
                return;
            }
            interest = counted;
        }
        Instant expiry = admission.grants().expiry();
        TokenExpiry tokenExpiry = expiry == null ? null : new TokenExpiry(clock, protocol.announcesExpiry(), expiry);
        // Most streams have none, and there are very many: they share what does nothing.
        Consumer<CloseReason> end =
                tokenExpiry == null && counted == null ? reason -> {} : new End(tokenExpiry, counted);
        Subscriber subscriber;
        try {
            subscriber = new Subscriber(
                    StreamWriters.http1(exchange.channel(), exchange.isHttp11()),
                    exchange.route(),
                    interest,
                    admission.grants(),
                    request.throttle(),
                    end);
            if (tokenExpiry != null) {
                tokenExpiry.begin(subscriber); // Before it can end, which cancels it.
            }
            opener.open(exchange, subscriber, start, head);
        } catch (RuntimeException | Error e) {
            end.accept(CloseReason.ERROR); // Nobody else says so of a stream that has not opened.
            throw e;
        }
        revocations.recheck(subscriber);
        admission.opened().accept(subscriber);
        protocol.opened(subscriber);
        exchange.channel().flush();
    }

    /** Gives back what a stream has, once; on its event loop. */
    private final class End implements Consumer<CloseReason> {
        private final @Nullable TokenExpiry expiry;
        private @Nullable Interest counted;

        End(@Nullable TokenExpiry expiry, @Nullable Interest counted) {
            this.expiry = expiry;
            this.counted = counted;
        }

        @Override
        public void accept(CloseReason reason) {
            if (expiry != null) {
                expiry.cancel();
            }
            if (counted != null) {
                interests.release(counted);
                counted = null;
            }
        }
    }

    /** Like {@link Exchange#when}; if something is unavailable, the client is asked to retry as over a limit. */
    private <T> void when(Exchange exchange, CompletionStage<T> stage, Consumer<T> then) {
        exchange.when(stage, then, away -> opener.refuse(exchange, away));
    }
}
