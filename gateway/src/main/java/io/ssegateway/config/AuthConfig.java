package io.ssegateway.config;

import java.time.Duration;
import java.util.List;

/**
 * Who may subscribe and publish.
 *
 * @param subscribe who may open streams of public updates; private ones always require a token
 * @param publish who may publish
 * @param publishOrigins origins exactly as browsers send them, whose pages may publish with the cookie; {@code *}
 *     stands for every origin; empty means none
 * @param jwt how tokens are checked
 * @param revocationTtl how long a revocation without a given end lasts: as long as any token may live
 * @param webhook the operator's own service
 */
public record AuthConfig(
        Access subscribe,
        Access publish,
        List<String> publishOrigins,
        JwtConfig jwt,
        Duration revocationTtl,
        WebhookConfig webhook) {

    private static final Duration MAX_REVOCATION_TTL = Duration.ofDays(3650);

    /** @throws ConfigException if an entry is not an origin, or tokens are needed that nothing could check */
    public AuthConfig {
        publishOrigins = List.copyOf(publishOrigins);
        publishOrigins.forEach(origin -> Origins.check("auth.publish-origins", origin));
        Require.between("auth.revocation-ttl", revocationTtl, Duration.ofSeconds(1), MAX_REVOCATION_TTL);
        if (needsToken(publish, jwt.hasKeys()) && !jwt.checks(jwt.publisher())) {
            throw new ConfigException(
                    "auth.publish",
                    "publishing would require a token, but there is no key to check it; set auth.jwt.publisher.key or"
                            + " auth.jwt.jwks-url, or auth.publish: anonymous");
        }
        if (needsToken(subscribe, false) && !jwt.checks(jwt.subscriber())) {
            throw new ConfigException(
                    "auth.subscribe",
                    "subscribing would require a token, but there is no key to check it; set auth.jwt.subscriber.key or"
                            + " auth.jwt.jwks-url, or auth.subscribe: anonymous");
        }
    }

    /** Whether subscribing requires a token; by default every client may subscribe to public updates. */
    public boolean subscribingNeedsToken() {
        return needsToken(subscribe, false);
    }

    /** Whether publishing requires a token; by default it does as soon as there are keys. */
    public boolean publishingNeedsToken() {
        return needsToken(publish, jwt.hasKeys());
    }

    private static boolean needsToken(Access access, boolean byDefault) {
        return access == Access.AUTO ? byDefault : access == Access.TOKEN;
    }
}
