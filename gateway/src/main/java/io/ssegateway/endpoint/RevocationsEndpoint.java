package io.ssegateway.endpoint;

import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Json;
import io.ssegateway.revocation.Revocation;
import io.ssegateway.revocation.Revocations;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /revocations}: what is kept out now, for the operator. */
public final class RevocationsEndpoint implements Endpoint {
    private final Revocations revocations;

    /** Lists {@code revocations}. */
    public RevocationsEndpoint(Revocations revocations) {
        this.revocations = revocations;
    }

    @Override
    public void handle(Exchange exchange) {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("revocations");
        revocations.all().forEach(revocation -> describe(revocation, list.addObject()));
        exchange.json(answer);
    }

    /** Fills an object with what is told of a revocation. */
    static ObjectNode describe(Revocation revocation, ObjectNode into) {
        return into.put("key", revocation.key())
                .put(revocation.kind().word(), revocation.value())
                .put("until", revocation.until().toString());
    }
}
