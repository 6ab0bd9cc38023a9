package io.ssegateway.auth;

import io.ssegateway.config.JwtConfig;
import io.ssegateway.json.Json;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the claims of a token with a valid signature, and rejects it if it is not valid at this time or for this
 * gateway. Claims of an unexpected form are rejected: a grant that was silently ignored would be a puzzle. Safe for any
 * thread.
 */
final class Claims {

    /** The most selectors in one list. */
    static final int MAX_SELECTORS = 1000;

    private static final String CLAIM = "mercure";
    private static final String NAMESPACED_CLAIM = "https://mercure.rocks/";

    /** The latest time that is passed on; later ones make no difference, and durations up to here fit every unit. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Duration clockSkew;
    private final String issuer;
    private final String audience;
    private final InstantSource clock;

    Claims(JwtConfig config, InstantSource clock) {
        this.clockSkew = config.clockSkew();
        this.issuer = config.issuer();
        this.audience = config.audience();
        this.clock = clock;
    }

    /** @throws InvalidTokenException if the token is not valid */
    Grants read(byte[] payload) {
        ObjectNode claims = Json.readObject(payload)
                .orElseThrow(() -> new InvalidTokenException(
                        "The token's payload is not a JSON object in UTF-8 with unique names."));
        Instant now = clock.instant();
        Instant expiry = time(claims, "exp");
        if (expiry != null && !now.isBefore(expiry)) {
            throw new InvalidTokenException("The token has expired (exp).");
        }
        Instant start = time(claims, "nbf");
        if (start != null && now.plus(clockSkew).isBefore(start)) {
            throw new InvalidTokenException("The token is not valid yet (nbf).");
        }
        if (!issuer.isEmpty() && !issuer.equals(text(claims, "iss"))) {
            throw new InvalidTokenException("The token is not from the configured issuer (iss).");
        }
        if (!audience.isEmpty() && !isMeantFor(claims.path("aud"))) {
            throw new InvalidTokenException("The token is not for this gateway (aud).");
        }
        JsonNode mercure = mercure(claims);
        return new Grants(
                selectors(mercure, "publish"),
                selectors(mercure, "subscribe"),
                present(mercure, "payload").orElse(null),
                expiry,
                text(claims, "sub"),
                text(claims, "jti"));
    }

    /** If the namespaced claim is present, only it is used: identity providers that write it write nothing else. */
    private static JsonNode mercure(ObjectNode claims) {
        JsonNode claim = present(claims, NAMESPACED_CLAIM)
                .or(() -> present(claims, CLAIM))
                .orElseGet(claims::objectNode);
        if (!claim.isObject()) {
            throw new InvalidTokenException("The token's claim " + CLAIM + " is not an object.");
        }
        return claim;
    }

    private static List<TopicMatcher> selectors(JsonNode mercure, String name) {
        Optional<JsonNode> list = present(mercure, name);
        if (list.isEmpty()) {
            return List.of();
        }
        String claim = "The token's claim " + CLAIM + "." + name;
        if (!list.get().isArray() || !list.get().valueStream().allMatch(JsonNode::isString)) {
            throw new InvalidTokenException(claim + " is not an array of strings.");
        }
        if (list.get().size() > MAX_SELECTORS) {
            throw new InvalidTokenException(claim + " has more than " + MAX_SELECTORS + " topic selectors.");
        }
        List<TopicMatcher> selectors = new ArrayList<>();
        try {
            list.get().forEach(selector -> selectors.add(TopicMatchers.of(selector.stringValue())));
        } catch (IllegalArgumentException e) {
            throw new InvalidTokenException(claim + " has an item that is not a topic selector: " + e.getMessage());
        }
        if (selectors.stream().mapToInt(TopicMatcher::variables).sum() > Interest.MAX_VARIABLES) {
            throw new InvalidTokenException(
                    claim + " has templates with more than " + Interest.MAX_VARIABLES + " variables in total.");
        }
        return selectors;
    }

    private boolean isMeantFor(JsonNode aud) {
        return aud.isArray()
                ? aud.valueStream().anyMatch(item -> item.isString() && audience.equals(item.stringValue()))
                : aud.isString() && audience.equals(aud.stringValue());
    }

    /** A NumericDate (RFC 7519, section 2), which may have a fraction. */
    private static @Nullable Instant time(ObjectNode claims, String name) {
        Optional<JsonNode> value = present(claims, name);
        if (value.isEmpty()) {
            return null;
        }
        double seconds = value.get().isNumber() ? value.get().numberValue().doubleValue() : Double.NaN;
        if (!(seconds >= 0)) {
            throw new InvalidTokenException("The token's " + name + " is not a number of seconds since 1970.");
        }
        return seconds >= LATEST.getEpochSecond() ? LATEST : Instant.ofEpochMilli((long) (seconds * 1000));
    }

    private static @Nullable String text(ObjectNode claims, String name) {
        Optional<JsonNode> value = present(claims, name);
        if (value.isEmpty()) {
            return null;
        }
        if (!value.get().isString() || value.get().stringValue().chars().anyMatch(Character::isISOControl)) {
            throw new InvalidTokenException("The token's " + name + " is not a string without control characters.");
        }
        return value.get().stringValue();
    }

    /** A member; empty if it is absent or null, which is the same. */
    private static Optional<JsonNode> present(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }
}
