package io.ssegateway.loadtest.smoke;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * What a load leaves behind it: the gateway's metrics must agree with what the client saw, and the gateway must be as
 * it was. What takes its time, such as the end of a connection, is waited for. Belongs to one thread.
 */
final class Aftermath {

    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String ALLOCATED = "netty_allocator_used_bytes{area=\"direct\"}";
    /** What the allocator may keep besides, as its pieces depend on which thread needed which sizes at which time. */
    private static final long ALLOCATOR_SLACK = 4L << 20;

    private final GatewayProcess gateway;
    private final Checks checks;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private GatewayMetrics before = new GatewayMetrics(Map.of());
    private OptionalLong descriptors = OptionalLong.empty();
    private long allocated;

    Aftermath(GatewayProcess gateway, Checks checks) {
        this.gateway = gateway;
        this.checks = checks;
    }

    /** From here on nothing may be left behind. */
    void begin() {
        descriptors = gateway.descriptors();
    }

    /** A load begins. */
    void before() throws InterruptedException {
        before = read();
    }

    /** A load has ended: so many streams were opened, and so many events delivered to them. */
    void check(String name, long streams, long events) throws InterruptedException {
        check(name, streams, delivered -> delivered == events, Long.toString(events));
    }

    /** The same, where not all that was delivered was seen. */
    void checkAtLeast(String name, long streams, long events) throws InterruptedException {
        check(name, streams, delivered -> delivered >= events, "at least " + events);
    }

    private void check(String name, long streams, Predicate<Long> events, String expected) throws InterruptedException {
        GatewayMetrics after =
                settled(metrics -> metrics.sum("sse_connections") == 0 && since(metrics, "closed_total") == streams);
        Map<String, String> wrong = new TreeMap<>();
        expect(wrong, "sse_connections", after.sum("sse_connections"), 0);
        expect(wrong, "sse_lagging_connections", after.sum("sse_lagging_connections"), 0);
        expect(wrong, "sse_connections_opened_total", since(after, "opened_total"), streams);
        expect(wrong, "sse_connections_closed_total", since(after, "closed_total"), streams);
        String byClient = "sse_connections_closed_total{reason=\"client\"}";
        expect(wrong, byClient, after.value(byClient) - before.value(byClient), streams);
        expect(wrong, "sse_connections_rejected_total", since(after, "rejected_total"), 0);
        expect(wrong, "sse_gaps_total", after.sum("sse_gaps_total") - before.sum("sse_gaps_total"), 0);
        String delivered = "sse_events_delivered_total";
        long count = after.sum(delivered) - before.sum(delivered);
        if (!events.test(count)) {
            wrong.put(delivered, count + " instead of " + expected);
        }
        checks.check(
                name + ", metrics",
                wrong.isEmpty(),
                wrong.isEmpty() ? streams + " opened and closed, " + count + " events delivered" : wrong.toString());
    }

    private static void expect(Map<String, String> wrong, String name, long found, long expected) {
        if (found != expected) {
            wrong.put(name, found + " instead of " + expected);
        }
    }

    private long since(GatewayMetrics after, String ofConnections) {
        String name = "sse_connections_" + ofConnections;
        return after.sum(name) - before.sum(name);
    }

    /** Every kind of load has run once, so that the allocator has all that they need. */
    void keepAllocated() throws InterruptedException {
        allocated = read().value(ALLOCATED);
    }

    /** More of the same has run. */
    void checkAllocated() throws InterruptedException {
        long now = read().value(ALLOCATED);
        checks.check(
                "allocator",
                now <= allocated + ALLOCATOR_SLACK,
                "Netty's direct memory %d KiB, before the last loads %d KiB".formatted(now >> 10, allocated >> 10));
    }

    /** All loads have ended. */
    void checkNothingLeft() throws InterruptedException, IOException {
        List<Long> open = new ArrayList<>();
        long end = System.nanoTime() + SETTLE_NANOS;
        do {
            gateway.descriptors().ifPresent(open::add);
            LockSupport.parkNanos(LOOK_NANOS);
        } while (System.nanoTime() < end && descriptors.isPresent() && last(open) > descriptors.getAsLong());
        checks.check(
                "descriptors",
                descriptors.isEmpty() || last(open) <= descriptors.getAsLong(),
                descriptors.isEmpty()
                        ? "not known on this system"
                        : "%d open, %d after the first streams".formatted(last(open), descriptors.getAsLong()));
        List<String> children = ProcessHandle.current()
                .children()
                .filter(child -> child.pid() != gateway.pid())
                .map(child -> child.pid() + " " + child.info().commandLine().orElse(""))
                .toList();
        checks.check("client processes", children.isEmpty(), children.isEmpty() ? "none left" : children.toString());
    }

    private static long last(List<Long> values) {
        return values.isEmpty() ? Long.MAX_VALUE : values.get(values.size() - 1);
    }

    private GatewayMetrics settled(Predicate<GatewayMetrics> condition) throws InterruptedException {
        long end = System.nanoTime() + SETTLE_NANOS;
        GatewayMetrics now = read();
        while (!condition.test(now) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
            now = read();
        }
        return now;
    }

    /** No answer is as good as no metrics: what they should have been is then told as wrong. */
    private GatewayMetrics read() throws InterruptedException {
        try {
            return GatewayMetrics.read(client, gateway.metrics());
        } catch (IOException e) {
            return new GatewayMetrics(Map.of());
        }
    }
}
