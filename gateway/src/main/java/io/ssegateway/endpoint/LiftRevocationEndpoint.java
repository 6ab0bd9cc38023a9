package io.ssegateway.endpoint;

import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Problem;
import io.ssegateway.revocation.Revocations;

/** {@code DELETE /revocations/{key}}: an operator lets in again what was revoked. */
public final class LiftRevocationEndpoint implements Endpoint {
    private final Revocations revocations;

    /** Lifts {@code revocations}. */
    public LiftRevocationEndpoint(Revocations revocations) {
        this.revocations = revocations;
    }

    @Override
    public void handle(Exchange exchange) {
        String key = exchange.parameters().path("key");
        exchange.when(revocations.lift(key), lifted -> {
            if (!lifted) {
                throw Problem.notFound("Nothing is revoked by the key " + key + "; GET /revocations lists what is.");
            }
            exchange.noContent();
        });
    }
}
