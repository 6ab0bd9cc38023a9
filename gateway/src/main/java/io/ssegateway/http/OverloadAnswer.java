package io.ssegateway.http;

import io.ssegateway.config.LimitsConfig;
import io.ssegateway.config.Overload;
import io.ssegateway.limit.RetryAfter;
import io.ssegateway.metrics.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The answer to a client when a limit is reached or something is unavailable. By default 503 with {@code Retry-After},
 * which load balancers and services understand. A browser's {@code EventSource} gives up for good on an error status;
 * so {@code limits.overload: retry} answers a request for a stream with 200, a {@code retry:} field and the end, and
 * the browser reconnects by itself. The time to wait is different for each client, so that they do not all reconnect at
 * once.
 */
public final class OverloadAnswer {
    private final boolean retry;
    private final RetryAfter retryAfter;

    /** Answers by {@code limits.overload} and {@code limits.retry-after}. */
    public OverloadAnswer(LimitsConfig limits) {
        this.retry = limits.overload() == Overload.RETRY;
        this.retryAfter = new RetryAfter(limits.retryAfter());
    }

    /**
     * A whole response; the connection ends with it.
     *
     * @param forStream whether the client asked for a stream
     * @param cors further headers
     */
    public byte[] bytes(RejectReason reason, boolean forStream, Iterable<Map.Entry<String, String>> cors) {
        StringBuilder head = new StringBuilder();
        byte[] body;
        if (retry && forStream) {
            head.append("HTTP/1.1 200 OK\r\nContent-Type: " + Accept.EVENT_STREAM
                    + "\r\nCache-Control: no-cache, no-transform\r\n");
            // Without an empty line, after which some clients would fire an empty event: the line takes effect as soon
            // as it ends.
            body = ("retry: " + retryAfter.millis() + "\n").getBytes(StandardCharsets.US_ASCII);
        } else {
            Problem problem = Problem.unavailable(detail(reason), retryAfter.seconds());
            head.append("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
                    + "Cache-Control: no-store\r\n");
            HeaderLines.append(head, problem.headers());
            body = problem.toJson();
        }
        HeaderLines.append(head, cors);
        head.append("Date: ").append(HttpDate.SYSTEM.now());
        head.append("\r\nConnection: close\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    static String detail(RejectReason reason) {
        return switch (reason) {
            case MAX_CONNECTIONS -> "All connections are in use (limits.max-connections); try again later.";
            case MAX_CONNECTIONS_PER_ADDRESS ->
                "Your address has reached its limit of connections (limits.max-connections-per-address).";
            case ACCEPT_RATE -> "Connections arrive faster than limits.accepts-per-second; try again later.";
            case LOG_UNAVAILABLE -> "The event log cannot be written or reached now; try again later.";
            case KEYS_UNAVAILABLE -> "The keys for tokens cannot be fetched now; try again later.";
            case TOKEN_QUEUE -> "Too many tokens are waiting to be checked; try again later.";
            case WEBHOOK_UNAVAILABLE -> "The webhook that decides about this cannot be reached now; try again later.";
            case INTEREST_MEMORY ->
                "All streams together ask for more topics than there is memory for; ask for fewer, or try again later.";
            case DRAIN -> "This gateway is stopping; try again, and another one will answer.";
        };
    }
}
