package io.ssegateway.endpoint;

import io.ssegateway.eventlog.Update;
import io.ssegateway.http.Problem;
import io.ssegateway.json.Json;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a published update from JSON: {@code {"topics": [...], "data": …, "event": …, "id": …, "retry": …}}. Every
 * error is a {@link Problem} that names the field and its place in the body.
 */
final class UpdateReader {
    private static final Set<String> FIELDS = Set.of("topics", "data", "event", "id", "retry", "private");

    private UpdateReader() {}

    /**
     * Reads one update.
     *
     * @param where which of several it is, such as {@code "[3]"} or {@code "line 4"}; empty for a single one
     */
    static Update read(JsonNode node, String where) {
        if (!node.isObject()) {
            throw fault(where, "An update must be a JSON object such as {\"topics\": [\"a\"], \"data\": \"…\"}.");
        }
        for (String field : node.propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw fault(
                        where,
                        "The field \"" + field + "\" is unknown; accepted: topics, data, event, id, retry, private.");
            }
        }
        try {
            return new Update(topics(node.get("topics"), where), event(node, where), bool(node, "private", where));
        } catch (IllegalArgumentException e) {
            throw fault(where, sentence(e.getMessage()));
        }
    }

    private static List<Topic> topics(@Nullable JsonNode node, String where) {
        if (node == null || !node.isArray() || node.isEmpty() || node.size() > PublishedFields.MAX_TOPICS) {
            throw fault(
                    where, "The field \"topics\" must be an array of 1 to " + PublishedFields.MAX_TOPICS + " strings.");
        }
        List<String> names = new ArrayList<>(node.size());
        for (JsonNode name : node) {
            if (!name.isString()) {
                throw fault(
                        where,
                        "The field \"topics\" must be an array of strings, but has a " + name.getNodeType() + ".");
            }
            names.add(name.stringValue());
        }
        return PublishedFields.topics(names);
    }

    private static ServerSentEvent event(JsonNode node, String where) {
        JsonNode data = node.get("data");
        if (data == null || data.isNull()) {
            throw fault(
                    where,
                    "The field \"data\" is missing; it must be a string, or any JSON value, which is sent as"
                            + " JSON text.");
        }
        ServerSentEvent.Builder event = ServerSentEvent.builder()
                .data(data.isString() ? data.stringValue() : Json.text(data))
                .event(string(node, "event", where))
                .id(id(node, where));
        JsonNode retry = node.get("retry");
        if (retry != null && !retry.isNull()) {
            if (!retry.isIntegralNumber() || !retry.canConvertToLong()) {
                throw fault(where, "The field \"retry\" must be a whole number of milliseconds.");
            }
            event.retryMillis(retry.longValue());
        }
        return event.build();
    }

    private static @Nullable String id(JsonNode node, String where) {
        String id = string(node, "id", where);
        return id == null ? null : PublishedFields.id(id);
    }

    private static @Nullable String string(JsonNode node, String field, String where) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw fault(where, "The field \"" + field + "\" must be a string.");
        }
        return value.stringValue();
    }

    private static boolean bool(JsonNode node, String field, String where) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw fault(where, "The field \"" + field + "\" must be true or false.");
        }
        return value.booleanValue();
    }

    private static String sentence(@Nullable String message) {
        String text = String.valueOf(message);
        return text.endsWith(".") ? text : "The update cannot be sent: " + text + ".";
    }

    private static Problem fault(String where, String detail) {
        return Problem.badRequest(where.isEmpty() ? detail : where + ": " + detail);
    }
}
