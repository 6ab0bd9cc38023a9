package io.ssegateway.endpoint.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.DemoConfig;
import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.endpoint.Pipeline;
import io.ssegateway.endpoint.StreamSource;
import io.ssegateway.metrics.CloseReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the demo streams send and when, by a clock that the test moves. */
class DemoStreamsTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
    private static final Duration ALMOST = Duration.ofMillis(1);

    private final List<Pipeline> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Pipeline::close);
    }

    private Pipeline pipeline(String path, StreamSource source) {
        Pipeline pipeline = Pipeline.streaming(path, source);
        opened.add(pipeline);
        return pipeline;
    }

    private static List<String> after(Pipeline pipeline, Duration time) {
        return Pipeline.data(pipeline.advance(time));
    }

    @Test
    void shouldCountSecondsOnTheTimer() {
        Pipeline timer = pipeline("/timer", new TimerStream());

        assertThat(Pipeline.data(timer.get("/timer")))
                .containsExactly(
                        "{\"type\":\"timer\",\"seconds\":0,\"message\":\"This stream has been open for 0 seconds.\"}");
        assertThat(after(timer, Duration.ofSeconds(1).minus(ALMOST))).isEmpty();
        assertThat(after(timer, ALMOST))
                .containsExactly(
                        "{\"type\":\"timer\",\"seconds\":1,\"message\":\"This stream has been open for 1 second.\"}");
        assertThat(after(timer, Duration.ofSeconds(1)))
                .containsExactly(
                        "{\"type\":\"timer\",\"seconds\":2,\"message\":\"This stream has been open for 2 seconds.\"}");
    }

    @Test
    void shouldCountForEachStreamApart() {
        TimerStream source = new TimerStream();
        Pipeline first = pipeline("/timer", source);
        Pipeline second = pipeline("/timer", source);
        first.get("/timer");
        first.advance(Duration.ofSeconds(1));

        assertThat(second.get("/timer")).contains("\"seconds\":0");
        assertThat(first.advance(Duration.ofSeconds(1))).contains("\"seconds\":2");
    }

    @Test
    void shouldTellTheTimeEveryTwoSeconds() {
        Pipeline clock = pipeline("/clock", new ClockStream(NOON));
        String now = "{\"type\":\"clock\",\"time\":\"2026-01-02T12:00:00Z\"}";

        assertThat(Pipeline.data(clock.get("/clock"))).containsExactly(now);
        assertThat(after(clock, Duration.ofSeconds(2).minus(ALMOST))).isEmpty();
        assertThat(after(clock, ALMOST)).containsExactly(now);
    }

    private static String step(int step, String message, int progress) {
        return "{\"type\":\"order-progress\",\"orderId\":\"a b\",\"step\":" + step + ",\"message\":\"" + message
                + "\",\"progress\":" + progress + "}";
    }

    @Test
    void shouldTakeAnOrderThroughItsStepsAndEnd() {
        Duration delay = Duration.ofSeconds(3);
        Pipeline order =
                pipeline("/order-progress/{orderId}", new OrderProgressStream(new DemoConfig(true, delay, delay)));

        assertThat(Pipeline.data(order.get("/order-progress/a%20b"))).containsExactly(step(1, "Order received", 0));
        assertThat(after(order, delay)).containsExactly(step(2, "Payment confirmed", 20));
        assertThat(after(order, delay.minus(ALMOST))).isEmpty();
        assertThat(after(order, ALMOST)).containsExactly(step(3, "Order packed", 40));
        assertThat(after(order, delay)).containsExactly(step(4, "Order shipped", 70));
        String last = order.advance(delay);
        assertThat(Pipeline.data(last)).containsExactly(step(5, "Order delivered", 100));
        assertThat(last).endsWith("0\r\n\r\n");
        assertThat(order.channel().isOpen()).isFalse();
        assertThat(order.metrics.closed).containsExactly(CloseReason.ENDED);
        assertThat(order.hasTimers()).isFalse();
    }

    @Test
    void shouldKeepTheStepsOfAnOrderWithinTheConfiguredDelays() {
        for (int i = 0; i < 50; i++) {
            Pipeline order = pipeline(
                    "/order-progress/{orderId}",
                    new OrderProgressStream(ConfigLoader.defaults().demo()));
            order.get("/order-progress/1");
            assertThat(after(order, Duration.ofSeconds(2).minus(ALMOST))).isEmpty();
            assertThat(after(order, Duration.ofSeconds(3).plus(ALMOST))).isNotEmpty();
        }
    }

    @Test
    void shouldRefuseAnOrderIdThatIsTooLong() {
        Pipeline order = pipeline(
                "/order-progress/{orderId}",
                new OrderProgressStream(ConfigLoader.defaults().demo()));

        assertThat(order.get("/order-progress/" + "x".repeat(129)))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "128 characters");
        assertThat(order.get("/order-progress/" + "x".repeat(128))).startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldSendStatusEventsEveryFiveSeconds() {
        Pipeline status = pipeline("/status", new SystemStatusStream(new SystemStatus(NOON)));

        String first = status.get("/status");
        assertThat(first).contains("event: status\ndata: ");
        JsonNode json = JsonMapper.shared().readTree(Pipeline.data(first).get(0));
        assertThat(json.get("type").stringValue()).isEqualTo("status");
        assertThat(json.get("timestamp").stringValue()).isEqualTo("2026-01-02T12:00:00Z");
        assertThat(json.get("cpu").get("system").doubleValue()).isBetween(0.0, 1.0);
        assertThat(json.get("cpu").get("process").doubleValue()).isBetween(0.0, 1.0);
        assertThat(json.get("cpu").get("processors").intValue()).isPositive();
        assertThat(json.get("memory").get("used").longValue())
                .isBetween(1L, json.get("memory").get("total").longValue());
        assertThat(json.get("jvm").get("heapUsed").longValue())
                .isBetween(1L, json.get("jvm").get("heapMax").longValue());
        assertThat(after(status, Duration.ofSeconds(5).minus(ALMOST))).isEmpty();
        assertThat(after(status, ALMOST)).hasSize(1);
    }

    @Test
    void shouldCountTheStreamItselfAmongTheActive() {
        List<Pipeline> self = new ArrayList<>();
        Pipeline activity = pipeline(
                "/activity", new UserActivityStream(() -> self.get(0).streams.size()));
        self.add(activity);

        String first = activity.get("/activity");

        assertThat(first).contains("event: user-activity\n");
        assertThat(Pipeline.data(first)).containsExactly("{\"type\":\"user-activity\",\"active\":1,\"change\":0}");
    }

    @Test
    void shouldTellHowManyCameAndWent() {
        Iterator<Integer> counts = List.of(5, 7, 7, 4).iterator();
        Pipeline activity = pipeline("/activity", new UserActivityStream(counts::next));

        activity.get("/activity");
        assertThat(after(activity, Duration.ofSeconds(3).minus(ALMOST))).isEmpty();
        assertThat(after(activity, ALMOST)).containsExactly("{\"type\":\"user-activity\",\"active\":7,\"change\":2}");
        assertThat(after(activity, Duration.ofSeconds(3)))
                .containsExactly("{\"type\":\"user-activity\",\"active\":7,\"change\":0}");
        assertThat(after(activity, Duration.ofSeconds(3)))
                .containsExactly("{\"type\":\"user-activity\",\"active\":4,\"change\":-3}");
    }
}
