package io.ssegateway.endpoint;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Json;
import java.util.function.BooleanSupplier;

/** {@code GET /health/live} and {@code /health/ready}: 200 while the check holds, 503 otherwise. */
public final class HealthEndpoint implements Endpoint {
    private final BooleanSupplier check;

    /** Answers by {@code check}, which must not block. */
    public HealthEndpoint(BooleanSupplier check) {
        this.check = check;
    }

    @Override
    public void handle(Exchange exchange) {
        boolean up = check.getAsBoolean();
        exchange.answer(
                up ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                "application/json",
                Json.bytes(Json.object().put("status", up ? "up" : "down")));
    }
}
