package io.ssegateway.endpoint;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Json;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /health/…} and {@code /healthz}: 200 while what it asks about is up, 503 otherwise. */
public final class HealthEndpoint implements Endpoint {
    private final Supplier<Health> check;

    /** Answers what {@code check} finds, which must not block. */
    public HealthEndpoint(Supplier<Health> check) {
        this.check = check;
    }

    /**
     * How something is.
     *
     * @param up      whether it does its work
     * @param details further words by name, for people
     */
    public record Health(boolean up, Map<String, String> details) {

        /** Copies the details. */
        public Health {
            details = Map.copyOf(details);
        }
    }

    @Override
    public void handle(Exchange exchange) {
        Health health = check.get();
        ObjectNode body = Json.object().put("status", health.up() ? "up" : "down");
        health.details().forEach(body::put);
        exchange.answer(
                health.up() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                "application/json",
                new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE),
                Json.bytes(body));
    }
}
