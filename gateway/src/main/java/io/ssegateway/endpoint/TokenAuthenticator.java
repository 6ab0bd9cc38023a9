package io.ssegateway.endpoint;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.auth.Credentials;
import io.ssegateway.auth.Grants;
import io.ssegateway.auth.InvalidTokenException;
import io.ssegateway.auth.KeysUnavailableException;
import io.ssegateway.auth.RequestCredentials;
import io.ssegateway.auth.TokenQueueFullException;
import io.ssegateway.auth.TokenVerifier;
import io.ssegateway.auth.TokenVerifiers;
import io.ssegateway.config.AuthConfig;
import io.ssegateway.config.CorsConfig;
import io.ssegateway.http.CrossSite;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Problem;
import io.ssegateway.http.Unavailable;
import io.ssegateway.limit.Client;
import io.ssegateway.metrics.RejectReason;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Finds a request's token, verifies it and answers what it grants. Without configured keys it ignores tokens. Safe for
 * use by any thread; nothing blocks.
 */
public final class TokenAuthenticator {
    private static final String PARAMETER = "authorization";
    private static final String CHALLENGE = "Bearer realm=\"sse-gateway\"";
    private static final int RETRY_SECONDS = 5;
    private static final CompletionStage<Grants> ANONYMOUS = CompletableFuture.completedStage(Grants.ANONYMOUS);

    private final AuthConfig config;
    private final Credentials credentials;
    private final TokenVerifiers verifiers;
    private final CrossSite crossSite;
    private final Set<String> publishOrigins;

    /** {@code verifiers} are those of {@code config}; {@code crossSite} those of the public listener. */
    public TokenAuthenticator(AuthConfig config, CorsConfig cors, TokenVerifiers verifiers, CrossSite crossSite) {
        this.config = config;
        this.credentials = new Credentials(config, cors);
        this.verifiers = verifiers;
        this.crossSite = crossSite;
        this.publishOrigins = Set.copyOf(config.publishOrigins());
    }

    /** What a request for a stream may get. Fails with a {@link Problem}: 401 or 503. */
    public CompletionStage<Grants> subscriber(Exchange exchange) {
        // Whatever its method: to open a stream changes nothing.
        return grants(
                exchange,
                true,
                verifiers.subscriber(),
                () -> config.subscribingNeedsToken() ? tokenNeeded() : ANONYMOUS);
    }

    /**
     * What a request may publish. Fails as {@link #subscriber}, and with 403 if a page of a foreign origin publishes
     * without a token: its visitor does not mean to, and may be the only one whom the network lets in.
     */
    public CompletionStage<Grants> publisher(Exchange exchange) {
        return grants(
                exchange,
                false,
                verifiers.publisher(),
                () -> config.publishingNeedsToken() ? tokenNeeded() : anonymousPublisher(exchange));
    }

    private CompletionStage<Grants> anonymousPublisher(Exchange exchange) {
        return crossSite.passes(publishOrigins, exchange::headers)
                ? ANONYMOUS
                : CompletableFuture.failedStage(new Problem(
                        HttpResponseStatus.FORBIDDEN,
                        "Pages of this origin may not publish without a token; only the gateway's own pages and those"
                                + " of auth.publish-origins may."));
    }

    private CompletionStage<Grants> grants(
            Exchange exchange, boolean reads, TokenVerifier verifier, Supplier<CompletionStage<Grants>> withoutToken) {
        if (!config.jwt().hasKeys()) {
            return withoutToken.get();
        }
        Optional<String> token;
        try {
            token = credentials.token(requestCredentials(exchange, reads));
        } catch (InvalidTokenException e) {
            return CompletableFuture.failedStage(unauthorized(e));
        }
        if (token.isEmpty()) {
            return withoutToken.get();
        }
        return verifier.verify(Client.of(exchange.channel()), token.get())
                .exceptionallyCompose(e -> CompletableFuture.failedStage(problem(e)));
    }

    private static RequestCredentials requestCredentials(Exchange exchange, boolean reads) {
        return new RequestCredentials(
                exchange.headers(HttpHeaderNames.AUTHORIZATION),
                exchange.parameters().query(PARAMETER),
                exchange.headers(HttpHeaderNames.COOKIE),
                exchange.headers(HttpHeaderNames.ORIGIN),
                exchange.headers(HttpHeaderNames.REFERER),
                reads || exchange.isSafe());
    }

    private static Throwable problem(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof InvalidTokenException invalid) {
            return unauthorized(invalid);
        }
        if (cause instanceof KeysUnavailableException) {
            return new Unavailable(RejectReason.KEYS_UNAVAILABLE, RETRY_SECONDS);
        }
        if (cause instanceof TokenQueueFullException) {
            return new Unavailable(RejectReason.TOKEN_QUEUE, RETRY_SECONDS);
        }
        return cause;
    }

    private static CompletionStage<Grants> tokenNeeded() {
        return CompletableFuture.failedStage(new Problem(
                HttpResponseStatus.UNAUTHORIZED,
                "This needs a token: in the header Authorization: Bearer, in the parameter authorization or in the"
                        + " cookie.",
                HttpHeaderNames.WWW_AUTHENTICATE,
                CHALLENGE));
    }

    private static Problem unauthorized(InvalidTokenException e) {
        return new Problem(
                HttpResponseStatus.UNAUTHORIZED,
                String.valueOf(e.getMessage()),
                HttpHeaderNames.WWW_AUTHENTICATE,
                CHALLENGE + ", error=\"invalid_token\"");
    }
}
