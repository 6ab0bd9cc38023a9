package io.ssegateway.config;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How tokens are checked. {@code io.ssegateway.auth} reads the keys, and checks them.
 *
 * @param publisher the key of publishers' tokens
 * @param subscriber the key of subscribers' tokens
 * @param jwksUrl the URL of the keys for a role without a key; empty for none
 * @param clockSkew how far the clocks of issuers may be ahead
 * @param cookieName the cookie that may hold a token
 * @param issuer the required issuer; empty for any
 * @param audience the required audience; empty for any
 */
public record JwtConfig(
        JwtKeyConfig publisher,
        JwtKeyConfig subscriber,
        String jwksUrl,
        Duration clockSkew,
        String cookieName,
        String issuer,
        String audience) {

    /** RFC 6265's cookie-name, which is RFC 9110's token. */
    private static final Pattern COOKIE_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** @throws ConfigException if a value is out of range, or no URL or name of a cookie */
    public JwtConfig {
        Urls.check("auth.jwt.jwks-url", jwksUrl, "https://idp.example/jwks.json");
        Require.between("auth.jwt.clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
        if (!COOKIE_NAME.matcher(cookieName).matches()) {
            throw new ConfigException(
                    "auth.jwt.cookie-name", "must be a cookie's name, but is " + Texts.quote(cookieName));
        }
    }

    /** Whether there is any key at all. */
    public boolean hasKeys() {
        return publisher.hasKey() || subscriber.hasKey() || !jwksUrl.isEmpty();
    }

    /** Whether there is a key for tokens of this role. */
    boolean checks(JwtKeyConfig role) {
        return role.hasKey() || !jwksUrl.isEmpty();
    }

    @Override
    public String toString() {
        return "JwtConfig[publisher=" + publisher + ", subscriber=" + subscriber + ", jwksUrl="
                + Texts.withoutQuery(jwksUrl) + ", clockSkew=" + clockSkew + ", cookieName=" + cookieName + ", issuer="
                + issuer + ", audience=" + audience + "]";
    }
}
