package io.ssegateway.endpoint;

import io.ssegateway.auth.Grants;
import io.ssegateway.endpoint.stream.StreamHead;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.revocation.RevocationChecks;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Opens a stream for each request and lets a {@link StreamSource} feed it. */
public final class StreamEndpoint implements Endpoint {
    private static final CompletionStage<Grants> ANONYMOUS = CompletableFuture.completedStage(Grants.ANONYMOUS);

    private final StreamOpener opener;
    private final StreamSource source;
    private final Function<Exchange, CompletionStage<Grants>> authorization;
    private final RevocationChecks revocations;
    private final InstantSource clock;

    /** An endpoint whose streams {@code opener} opens, for everybody. */
    public StreamEndpoint(StreamOpener opener, StreamSource source) {
        this(opener, source, exchange -> ANONYMOUS, RevocationChecks.NONE, InstantSource.system());
    }

    /**
     * An endpoint whose streams {@code opener} opens.
     *
     * @param authorization whose a stream is; its stage may fail with the {@link io.ssegateway.http.Problem} to answer
     *     with
     * @param revocations may come while a stream opens
     * @param clock says when a token has expired
     */
    public StreamEndpoint(
            StreamOpener opener,
            StreamSource source,
            Function<Exchange, CompletionStage<Grants>> authorization,
            RevocationChecks revocations,
            InstantSource clock) {
        this.opener = opener;
        this.source = source;
        this.authorization = authorization;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public void handle(Exchange exchange) {
        opener.checkAccept(exchange);
        exchange.when(
                authorization.apply(exchange), grants -> open(exchange, grants), away -> opener.refuse(exchange, away));
    }

    private void open(Exchange exchange, Grants grants) {
        if (opener.settle(exchange, StreamHead.PLAIN)) {
            return;
        }
        ChannelEventStream stream = new ChannelEventStream(exchange, opener, source, grants);
        stream.open(revocations, clock);
        exchange.channel().flush();
    }
}
