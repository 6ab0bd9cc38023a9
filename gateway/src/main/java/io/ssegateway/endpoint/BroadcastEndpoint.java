package io.ssegateway.endpoint;

import io.ssegateway.auth.Grants;
import io.ssegateway.eventlog.Update;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.JsonBody;
import io.ssegateway.http.Problem;
import io.ssegateway.hub.Hub;
import io.ssegateway.json.Json;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.topic.Topic;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /broadcast} with {@code {"message": …}}: sends the message to every stream that asked for the topic
 * {@code broadcast}, by name or by asking for none. {@code sentTo} is the number of streams that were open when the
 * request arrived: the log may be slow, and they need not have got the message yet.
 */
public final class BroadcastEndpoint implements Endpoint {
    private static final String EXPECTED = "expected: {\"message\": …} with any JSON value.";

    private final Hub hub;
    private final Authorizer authorizer;
    private final InstantSource clock;

    /** An endpoint that stamps messages by {@code clock}. */
    public BroadcastEndpoint(Hub hub, Authorizer authorizer, InstantSource clock) {
        this.hub = hub;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    @Override
    public boolean permitsBody(Exchange head) {
        return authorizer.knowsPublisher(head);
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.contentType("application/json");
        CompletionStage<Grants> publisher = authorizer.publisher(exchange);
        JsonNode body = JsonBody.parse(exchange.body());
        if (!body.isObject()) {
            throw Problem.badRequest("The body is not a JSON object; " + EXPECTED);
        }
        JsonNode message = body.get("message");
        if (message == null) {
            throw Problem.badRequest("The field \"message\" is missing; " + EXPECTED);
        }
        if (body.size() > 1) {
            throw Problem.badRequest("The body has fields other than \"message\"; " + EXPECTED);
        }
        ObjectNode data = Json.object();
        data.put("type", "broadcast");
        data.set("message", message);
        data.put("timestamp", clock.instant().toString());
        Update update = new Update(List.of(Topic.BROADCAST), event(Json.text(data)));
        int sentTo = hub.interested(Topic.BROADCAST);
        authorizer.permit(
                exchange,
                publisher,
                List.of(update),
                () -> exchange.when(
                        hub.publish(update),
                        appended -> exchange.reply()
                                .json(Json.object()
                                        .put("success", true)
                                        .put("sentTo", sentTo)
                                        .put("id", appended.id()))));
    }

    private static ServerSentEvent event(String data) {
        try {
            return ServerSentEvent.data(data);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The message cannot be sent: " + e.getMessage() + ".");
        }
    }
}
