package io.ssegateway.subscription;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.Logs;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a log has been told of subscriptions. */
final class Told {
    private static final JsonMapper JSON = new JsonMapper();

    private Told() {}

    static List<Entry> updates(EventLog log) {
        return Logs.readAll(log, Position.ORIGIN, Logs.PRIVATE_TOO, 1000);
    }

    static List<JsonNode> documents(EventLog log) {
        return updates(log).stream().map(Told::document).toList();
    }

    /** Each document as {@code +topic} if it says active, else as {@code -topic}. */
    static List<String> story(EventLog log) {
        List<String> story = new ArrayList<>();
        documents(log)
                .forEach(document -> story.add((document.get("active").booleanValue() ? "+" : "-")
                        + document.get("topic").stringValue()));
        return story;
    }

    static JsonNode document(Entry entry) {
        return JSON.readTree(String.valueOf(entry.update().event().data()));
    }
}
