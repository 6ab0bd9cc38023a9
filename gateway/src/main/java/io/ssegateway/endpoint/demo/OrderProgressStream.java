package io.ssegateway.endpoint.demo;

import io.ssegateway.config.DemoConfig;
import io.ssegateway.endpoint.EventStream;
import io.ssegateway.endpoint.StreamSource;
import io.ssegateway.http.Problem;
import io.ssegateway.json.Json;
import io.ssegateway.protocol.sse.ServerSentEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code /order-progress/{orderId}}: the steps of an order, a random delay apart; the stream ends with the last one.
 */
public final class OrderProgressStream implements StreamSource {
    private static final int MAX_ORDER_ID_LENGTH = 128;

    private record Step(int progress, String message) {}

    private static final List<Step> STEPS = List.of(
            new Step(0, "Order received"),
            new Step(20, "Payment confirmed"),
            new Step(40, "Order packed"),
            new Step(70, "Order shipped"),
            new Step(100, "Order delivered"));

    private final long minMillis;
    private final long maxMillis;

    /** Orders whose steps are {@code demo.order-step-min} to {@code demo.order-step-max} apart. */
    public OrderProgressStream(DemoConfig config) {
        this.minMillis = config.orderStepMin().toMillis();
        this.maxMillis = config.orderStepMax().toMillis();
    }

    @Override
    public void open(EventStream stream) {
        String orderId = stream.parameters().path("orderId");
        if (orderId.length() > MAX_ORDER_ID_LENGTH) {
            throw Problem.badRequest("An order id may have at most " + MAX_ORDER_ID_LENGTH + " characters.");
        }
        advance(stream, orderId, 0);
    }

    private void advance(EventStream stream, String orderId, int index) {
        stream.send(event(orderId, index));
        if (index == STEPS.size() - 1) {
            stream.end();
        } else {
            stream.schedule(delay(), () -> advance(stream, orderId, index + 1));
        }
    }

    private Duration delay() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(minMillis, maxMillis + 1));
    }

    private static ServerSentEvent event(String orderId, int index) {
        Step step = STEPS.get(index);
        return ServerSentEvent.data(Json.text(Json.object()
                .put("type", "order-progress")
                .put("orderId", orderId)
                .put("step", index + 1)
                .put("message", step.message())
                .put("progress", step.progress())));
    }
}
