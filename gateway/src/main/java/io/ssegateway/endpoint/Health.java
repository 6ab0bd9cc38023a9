package io.ssegateway.endpoint;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.http.Exchange;
import io.ssegateway.json.Json;
import io.ssegateway.revocation.RevocationChecks;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Whether this gateway works: answers 200 if so, 503 otherwise. Not ready until {@link #setReady}. Safe for any thread.
 */
public final class Health {
    private final EventLog log;
    private final RevocationChecks revocations;
    private final IntSupplier stuckLoops;
    private volatile boolean ready;

    /**
     * That of a gateway with this log.
     *
     * @param stuckLoops how many event loops do not deliver any more
     */
    public Health(EventLog log, RevocationChecks revocations, IntSupplier stuckLoops) {
        this.log = log;
        this.revocations = revocations;
        this.stuckLoops = stuckLoops;
    }

    /** Says whether the gateway takes requests: from when it listens until it stops. */
    public void setReady(boolean ready) {
        this.ready = ready;
    }

    /**
     * Why no stream is accepted: the log is unavailable, or the revocations have not been read from it yet. Empty if it
     * is available.
     */
    public Optional<String> logProblem() {
        return log.problem()
                .or(() -> revocations.isKnown()
                        ? Optional.empty()
                        : Optional.of("The revocations have not been read from the event log yet."));
    }

    /** {@code GET /health/live}: the process runs, and a restart would not help. */
    public void live(Exchange exchange) {
        int stuck = stuckLoops.getAsInt();
        answer(
                exchange,
                stuck == 0,
                stuck == 0 ? Map.of() : Map.of("problem", stuck + " event loops are stuck; restart the gateway."));
    }

    /** {@code GET /healthz}: it is ready. */
    public void ready(Exchange exchange) {
        answer(exchange, ready, Map.of());
    }

    /**
     * {@code GET /health/ready}: whether it is ready, and the state of the log. An unavailable log is not a reason to
     * take the node out of service: all nodes would go, and with them all streams.
     */
    public void readyWithLog(Exchange exchange) {
        answer(exchange, ready, Map.of("log", logProblem().isEmpty() ? "available" : "unavailable"));
    }

    /** {@code GET /health/log}: the log is available. */
    public void log(Exchange exchange) {
        Optional<String> problem = logProblem();
        answer(
                exchange,
                problem.isEmpty(),
                problem.map(sentence -> Map.of("problem", sentence)).orElse(Map.of()));
    }

    private static void answer(Exchange exchange, boolean up, Map<String, String> details) {
        var body = Json.object().put("status", up ? "up" : "down");
        details.forEach(body::put);
        exchange.reply()
                .body(
                        up ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                        "application/json",
                        new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE),
                        Json.bytes(body));
    }
}
