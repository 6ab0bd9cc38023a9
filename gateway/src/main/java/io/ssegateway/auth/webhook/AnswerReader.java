package io.ssegateway.auth.webhook;

import io.ssegateway.json.Json;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.TopicMatcher;
import io.ssegateway.topic.TopicMatchers;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the answer of the operator's service, strictly: a restriction that is not understood must not become a yes.
 * Unknown fields are ignored.
 */
final class AnswerReader {
    private static final int MAX_SELECTORS = 1000;

    /** The latest time that is passed on; later ones make no difference, and durations up to here fit every unit. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final InstantSource clock;

    AnswerReader(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @throws IllegalArgumentException if it is neither a yes nor a no; a {@link QuestionRefusedException} if the
     *     question is the cause
     */
    WebhookAnswer read(int status, byte[] body) {
        return switch (status) {
            case 200 -> read(body);
            case 401, 403 -> WebhookAnswer.DENIED;
            default ->
                throw isAboutTheQuestion(status)
                        ? new QuestionRefusedException("it answers " + status)
                        : new IllegalArgumentException("it answers " + status);
        };
    }

    /**
     * Whether other questions may still succeed: a client that asks for odd topics must not stop all others from being
     * checked.
     */
    private static boolean isAboutTheQuestion(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 429;
    }

    private WebhookAnswer read(byte[] body) {
        ObjectNode answer = Json.readObject(body)
                .orElseThrow(() ->
                        new IllegalArgumentException("its answer is not a JSON object in UTF-8 with unique names"));
        JsonNode allow = answer.get("allow");
        if (allow == null || !allow.isBoolean()) {
            throw new IllegalArgumentException("its answer has no \"allow\" that is true or false");
        }
        if (!allow.booleanValue()) {
            return WebhookAnswer.DENIED;
        }
        List<TopicMatcher> topics = selectors(answer, "topics");
        List<TopicMatcher> subscribe = selectors(answer, "subscribe");
        Instant expiry = present(answer, "expiry").map(AnswerReader::time).orElse(null);
        boolean isEmpty = topics != null && topics.isEmpty();
        if (isEmpty || (expiry != null && !expiry.isAfter(clock.instant()))) {
            return WebhookAnswer.DENIED;
        }
        return new WebhookAnswer(
                true,
                topics,
                subscribe == null ? List.of() : subscribe,
                present(answer, "payload").orElse(null),
                expiry);
    }

    private static @Nullable List<TopicMatcher> selectors(ObjectNode answer, String name) {
        Optional<JsonNode> list = present(answer, name);
        if (list.isEmpty()) {
            return null;
        }
        JsonNode items = list.get();
        if (!items.isArray()
                || items.size() > MAX_SELECTORS
                || !items.valueStream().allMatch(JsonNode::isString)) {
            throw new IllegalArgumentException(
                    "its answer's \"" + name + "\" is not an array of at most " + MAX_SELECTORS + " strings");
        }
        List<TopicMatcher> selectors = new ArrayList<>();
        try {
            items.forEach(item -> selectors.add(TopicMatchers.of(item.stringValue())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "its answer's \"" + name + "\" has an item that is not a topic selector: " + e.getMessage());
        }
        if (selectors.stream().mapToInt(TopicMatcher::variables).sum() > Interest.MAX_VARIABLES) {
            throw new IllegalArgumentException("its answer's \"" + name + "\" has templates with more than "
                    + Interest.MAX_VARIABLES + " variables in total");
        }
        return selectors;
    }

    /** Seconds since 1970, or RFC 3339. */
    private static Instant time(JsonNode value) {
        if (value.isNumber()) {
            BigDecimal seconds = value.decimalValue();
            if (seconds.signum() >= 0) {
                return seconds.compareTo(BigDecimal.valueOf(LATEST.getEpochSecond())) >= 0
                        ? LATEST
                        : Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
            }
        } else if (value.isString()) {
            try {
                Instant time = OffsetDateTime.parse(value.stringValue()).toInstant();
                return time.isAfter(LATEST) ? LATEST : time;
            } catch (DateTimeException e) {
                // Falls through to the same failure.
            }
        }
        throw new IllegalArgumentException(
                "its answer's \"expiry\" is neither an RFC 3339 time nor seconds since 1970");
    }

    /** A member; empty if it is absent or null, which is the same. */
    private static Optional<JsonNode> present(ObjectNode object, String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }
}
