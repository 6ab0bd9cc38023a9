package io.ssegateway.auth;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.JwtConfig;
import io.ssegateway.config.JwtKeyConfig;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The verifiers of each role. A token is valid for the role whose key it is signed with, or for both if they have the
 * same keys.
 *
 * @param publisher for requests that publish
 * @param subscriber for requests that subscribe
 */
public record TokenVerifiers(TokenVerifier publisher, TokenVerifier subscriber) {

    /**
     * Reads the keys; a JWK set is fetched when it is first needed.
     *
     * @param patience how long a token may wait for its check
     * @throws ConfigException if a key cannot be used, or if no role would use the JWK set
     */
    public static TokenVerifiers of(JwtConfig config, Duration patience) {
        return of(config, patience, InstantSource.system());
    }

    static TokenVerifiers of(JwtConfig config, Duration patience, InstantSource clock) {
        boolean hasUrl = !config.jwksUrl().isEmpty();
        if (hasUrl && config.publisher().hasKey() && config.subscriber().hasKey()) {
            throw new ConfigException(
                    "auth.jwt.jwks-url",
                    "is for roles without a key, but auth.jwt.publisher.key and auth.jwt.subscriber.key are both set;"
                            + " set one of the three to \"\"");
        }
        // One for both roles: one cache, one refresh.
        Jwks jwks = hasUrl ? new Jwks(new JwksEndpoint(URI.create(config.jwksUrl())), Ticker.systemTicker()) : null;
        // One for each role: what is remembered of a token counts for its role alone.
        Supplier<SignatureCheck> signatures = () -> new OffLoopSignatures(patience, clock, Ticker.systemTicker());
        Claims claims = new Claims(config, clock);
        return new TokenVerifiers(
                verifier("publisher", config.publisher(), jwks, claims, signatures),
                verifier("subscriber", config.subscriber(), jwks, claims, signatures));
    }

    private static TokenVerifier verifier(
            String role, JwtKeyConfig key, @Nullable Jwks jwks, Claims claims, Supplier<SignatureCheck> offLoop) {
        if (key.hasKey()) {
            return new JwtVerifier(
                    new ConfiguredKey("auth.jwt." + role, key),
                    key.algorithm().isSymmetric() ? SignatureCheck.INLINE : offLoop.get(),
                    claims);
        }
        return jwks == null
                ? TokenVerifier.refusing("No key is configured for tokens of a " + role + ".")
                : new JwtVerifier(jwks, offLoop.get(), claims);
    }
}
