package io.ssegateway.endpoint;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.auth.BearerToken;
import io.ssegateway.auth.InvalidTokenException;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Protects an endpoint with a single bearer token. */
public final class TokenGuard implements Endpoint {
    private final byte[] expected;
    private final Endpoint guarded;

    /** @param token the token that requests must send as {@code Authorization: Bearer} */
    public TokenGuard(String token, Endpoint guarded) {
        this.expected = token.getBytes(StandardCharsets.UTF_8);
        this.guarded = guarded;
    }

    @Override
    public void handle(Exchange exchange) {
        // Takes the same time for any token, so that it cannot be guessed letter by letter.
        if (!MessageDigest.isEqual(expected, presented(exchange).getBytes(StandardCharsets.ISO_8859_1))) {
            throw new Problem(
                    HttpResponseStatus.UNAUTHORIZED,
                    "This needs the management token, as Authorization: Bearer (management.token).",
                    HttpHeaderNames.WWW_AUTHENTICATE,
                    "Bearer realm=\"sse-gateway management\"");
        }
        guarded.handle(exchange);
    }

    /** Empty if there is none; no token is empty. */
    private static String presented(Exchange exchange) {
        try {
            return BearerToken.of(exchange.headers(HttpHeaderNames.AUTHORIZATION))
                    .orElse("");
        } catch (InvalidTokenException e) {
            return "";
        }
    }
}
