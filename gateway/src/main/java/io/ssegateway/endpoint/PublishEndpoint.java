package io.ssegateway.endpoint;

import io.ssegateway.auth.Grants;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Update;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.JsonBody;
import io.ssegateway.http.Problem;
import io.ssegateway.hub.Hub;
import io.ssegateway.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /publish}: one update, an array of them, or one per line as NDJSON. All are checked before the first is
 * published, so a request with an error publishes nothing. If the log fails at one of several updates the answer is
 * 503, and the others may be in the log: a publisher that repeats the request with ids of its own publishes each update
 * once.
 */
public final class PublishEndpoint implements Endpoint {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private final Hub hub;
    private final Authorizer authorizer;

    /** An endpoint that publishes through {@code hub} what {@code authorizer} lets pass. */
    public PublishEndpoint(Hub hub, Authorizer authorizer) {
        this.hub = hub;
        this.authorizer = authorizer;
    }

    @Override
    public boolean permitsBody(Exchange head) {
        return authorizer.knowsPublisher(head);
    }

    @Override
    public void handle(Exchange exchange) {
        String type = exchange.contentType(JSON, NDJSON);
        CompletionStage<Grants> publisher = authorizer.publisher(exchange);
        List<Update> updates = type.equals(JSON) ? fromJson(exchange.body()) : fromLines(exchange.body());
        authorizer.permit(
                exchange,
                publisher,
                updates,
                () -> exchange.when(publish(updates), taken -> {
                    ObjectNode answer = Json.object();
                    ArrayNode ids = answer.putArray("ids");
                    ArrayNode positions = answer.putArray("positions");
                    for (Appended appended : taken) {
                        ids.add(appended.id());
                        positions.add(appended.position().toString());
                    }
                    exchange.reply().json(answer);
                }));
    }

    /** Appends all in their order; completes when the log has taken the last one. */
    private CompletionStage<List<Appended>> publish(List<Update> updates) {
        List<CompletableFuture<Appended>> taken = updates.stream()
                .map(update -> hub.publish(update).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new))
                .thenApply(all -> taken.stream().map(CompletableFuture::join).toList());
    }

    private static List<Update> fromJson(InputStream body) {
        JsonNode root = JsonBody.parse(body);
        if (!root.isArray()) {
            return List.of(UpdateReader.read(root, ""));
        }
        if (root.isEmpty()) {
            throw Problem.badRequest("The array must have at least one update.");
        }
        List<Update> updates = new ArrayList<>(root.size());
        for (int i = 0; i < root.size(); i++) {
            updates.add(UpdateReader.read(root.get(i), "[" + i + "]"));
        }
        return updates;
    }

    private static List<Update> fromLines(InputStream body) {
        List<Update> updates = new ArrayList<>();
        byte[] bytes = bytes(body);
        int line = 1;
        for (int start = 0; start < bytes.length; line++) {
            int end = lineEnd(bytes, start);
            if (!isBlank(bytes, start, end)) {
                // The CR of a CRLF would be the end of a line to the parser, too.
                int length = end - start - (bytes[end - 1] == '\r' ? 1 : 0);
                updates.add(fromLine(new ByteArrayInputStream(bytes, start, length), "line " + line));
            }
            start = end + 1;
        }
        if (updates.isEmpty()) {
            throw Problem.badRequest("The body must have at least one line with an update.");
        }
        return updates;
    }

    private static int lineEnd(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isBlank(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static Update fromLine(InputStream line, String where) {
        JsonNode node;
        try {
            node = JsonBody.parse(line);
        } catch (Problem problem) {
            // The parser saw one line alone; its line number would be wrong.
            String detail = String.valueOf(problem.getMessage()).replaceFirst(" at line \\d+, column ", " at column ");
            throw Problem.badRequest(where + ": " + detail);
        }
        return UpdateReader.read(node, where);
    }

    private static byte[] bytes(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed to be read", e);
        }
    }
}
