package io.ssegateway.endpoint;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.JsonBody;
import io.ssegateway.http.Problem;
import io.ssegateway.json.Json;
import io.ssegateway.revocation.Revocation;
import io.ssegateway.revocation.Revocation.Kind;
import io.ssegateway.revocation.Revocations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which an operator keeps subjects, tokens and topics out. Safe for any thread. */
public final class RevocationsApi {
    private static final Set<String> FIELDS = Set.of("sub", "jti", "topic", "until");

    private final Revocations revocations;
    private final Duration ttl;
    private final InstantSource clock;

    /**
     * An API of {@code revocations}.
     *
     * @param ttl how long a revocation lasts that does not say it
     */
    public RevocationsApi(Revocations revocations, Duration ttl, InstantSource clock) {
        this.revocations = revocations;
        this.ttl = ttl;
        this.clock = clock;
    }

    /** {@code GET /revocations}: the current revocations. */
    public void list(Exchange exchange) {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("revocations");
        revocations.all().forEach(revocation -> describe(revocation, list.addObject()));
        exchange.reply().json(answer);
    }

    private static ObjectNode describe(Revocation revocation, ObjectNode into) {
        return into.put("key", revocation.key())
                .put(revocation.kind().word(), revocation.value())
                .put("until", revocation.until().toString());
    }

    /** {@code DELETE /revocations/{key}}: removes a revocation. */
    public void lift(Exchange exchange) {
        String key = exchange.parameters().path("key");
        exchange.when(revocations.lift(key), lifted -> {
            if (!lifted) {
                throw Problem.notFound(
                        "There is no revocation with the key " + key + "; GET /revocations lists them" + " all.");
            }
            exchange.reply().noContent();
        });
    }

    /**
     * {@code POST /revocations}: keeps a subject, a token or a topic out: {@code {"sub": "alice", "until": …}}. Its
     * streams end on every node.
     */
    public void revoke(Exchange exchange) {
        exchange.contentType("application/json");
        Revocation revocation = read(JsonBody.parse(exchange.body()));
        exchange.when(
                revocations.revoke(revocation).thenApply(revoked -> revocation),
                revoked -> exchange.reply()
                        .body(
                                HttpResponseStatus.CREATED,
                                "application/json",
                                Json.bytes(describe(revoked, Json.object()))));
    }

    private Revocation read(JsonNode body) {
        if (!body.isObject()) {
            throw Problem.badRequest("A revocation must be a JSON object such as {\"sub\": \"alice\"}.");
        }
        for (String field : body.propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw Problem.badRequest("The field \"" + field + "\" is unknown; accepted: sub, jti, topic, until.");
            }
        }
        List<Kind> given =
                Stream.of(Kind.values()).filter(kind -> body.has(kind.word())).toList();
        if (given.size() != 1) {
            throw Problem.badRequest("A revocation must have exactly one of the fields sub, jti and topic.");
        }
        Kind kind = given.get(0);
        JsonNode value = body.get(kind.word());
        if (!value.isString()) {
            throw Problem.badRequest("The field \"" + kind.word() + "\" must be a string.");
        }
        try {
            return new Revocation(kind, value.stringValue(), until(body.get("until")));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Instant until(@Nullable JsonNode given) {
        Instant now = clock.instant();
        Instant until = given == null || given.isNull() ? now.plus(ttl) : time(given);
        if (!until.isAfter(now)) {
            throw Problem.badRequest("The field \"until\" must be in the future, but is " + until + ".");
        }
        return until;
    }

    private static Instant time(JsonNode given) {
        if (given.isNumber() && isInRange(given.decimalValue())) {
            return Instant.ofEpochSecond(given.decimalValue().longValue());
        }
        if (given.isString()) {
            try {
                return OffsetDateTime.parse(given.stringValue()).toInstant();
            } catch (DateTimeParseException e) {
                // Falls through to the same answer.
            }
        }
        throw Problem.badRequest(
                "The field \"until\" must be a time such as \"2030-01-31T12:00:00Z\", or seconds since 1970.");
    }

    private static boolean isInRange(BigDecimal seconds) {
        return seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(Revocation.LATEST.getEpochSecond())) <= 0;
    }
}
