package io.ssegateway.endpoint;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.config.Durations;
import io.ssegateway.endpoint.ConnectionOrder.Row;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.KnownParameters;
import io.ssegateway.http.Problem;
import io.ssegateway.json.Json;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.stream.StreamStatus;
import io.ssegateway.stream.Subscriber;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which an operator lists the open streams and closes one. Safe for any thread. */
public final class ConnectionsApi {
    private static final int DEFAULT_LIMIT = 10_000;

    private static final KnownParameters KNOWN =
            new KnownParameters(List.of("limit", "sort", "topic"), Map.of("orderby", "sort", "max", "limit"));

    private final ShardedChannelGroup streams;
    private final InstantSource clock;
    private final Ticker ticker;

    /**
     * Shows members of {@code streams}.
     *
     * @param ticker the one of their event loops
     */
    public ConnectionsApi(ShardedChannelGroup streams, InstantSource clock, Ticker ticker) {
        this.streams = streams;
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * {@code DELETE /connections/{id}}: closes one stream. It ends as HTTP requires, so its client may reconnect at
     * once and resume.
     */
    public void close(Exchange exchange) {
        String id = exchange.parameters().path("id");
        // Walks all streams: it runs for an operator, not for each event.
        streams.subscribers().stream()
                .filter(stream -> stream.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(
                        "No open stream has the id " + id + "; GET /connections lists the open streams."))
                .end(CloseReason.OPERATOR);
        exchange.reply().noContent();
    }

    /**
     * {@code GET /connections?topic=t&sort=lag&limit=n}: the open streams. Works beside the streams' event loops, so
     * each entry may be a little late, and two figures of one entry may be of different moments.
     */
    public void list(Exchange exchange) {
        KNOWN.check(exchange.parameters());
        int limit = limit(exchange.parameters().first("limit"));
        ConnectionOrder order = order(exchange.parameters().first("sort"));
        String topic = exchange.parameters().first("topic");
        long nowNanos = ticker.nanoTime();
        Instant now = clock.instant();
        ObjectNode answer = Json.object().put("total", topic == null ? streams.size() : count(topic));
        ArrayNode list = answer.putArray("connections");
        Stream<Row> rows = streams.subscribers().stream()
                .filter(stream -> topic == null || asksFor(stream, topic))
                .map(stream -> row(stream, order, nowNanos));
        (order == null ? rows : rows.sorted(Row.FIRST_TO_LAST))
                .limit(limit)
                .forEach(row -> describe(row, now, nowNanos, list.addObject()));
        exchange.reply().json(answer);
    }

    private static int limit(@Nullable String value) {
        if (value == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same answer.
        }
        throw Problem.badRequest("The parameter limit must be a whole number, 0 or more.");
    }

    private static @Nullable ConnectionOrder order(@Nullable String value) {
        if (value == null) {
            return null;
        }
        return Stream.of(ConnectionOrder.values())
                .filter(order -> order.word().equals(value))
                .findAny()
                .orElseThrow(() -> Problem.badRequest(
                        "The parameter sort must be one of " + ConnectionOrder.WORDS + ", or omitted."));
    }

    private long count(String topic) {
        return streams.subscribers().stream()
                .filter(stream -> asksFor(stream, topic))
                .count();
    }

    /** A matcher is compared as its client wrote it: {@code /orders/{id}} finds those who asked for just that. */
    private static boolean asksFor(Subscriber stream, String topic) {
        return stream.interest().texts().contains(topic);
    }

    private Row row(Subscriber stream, @Nullable ConnectionOrder order, long nowNanos) {
        StreamStatus status = stream.interest().isEmpty() ? null : streams.status(stream);
        return new Row(stream, status, order == null ? 0 : order.key(stream, status, nowNanos));
    }

    private static void describe(Row row, Instant now, long nowNanos, ObjectNode entry) {
        Subscriber stream = row.stream();
        entry.put("id", stream.id())
                .put("remoteAddress", address(stream.channel().remoteAddress()))
                .put("route", stream.route());
        texts(entry.putArray("topics"), stream.interest().texts());
        Duration idle = Duration.ofNanos(Math.max(0, nowNanos - stream.writer().lastWriteNanos()));
        entry.put("since", Instant.ofEpochMilli(stream.openedEpochMillis()).toString())
                .put("events", stream.writer().events())
                .put("bytes", stream.writer().bytes())
                .put("lastWrite", now.minus(idle).truncatedTo(ChronoUnit.MILLIS).toString());
        if (row.status() != null) {
            describe(row.status(), entry);
        }
        if (stream.throttleNanos() > 0) {
            entry.put("throttle", Durations.format(Duration.ofNanos(stream.throttleNanos())));
        }
    }

    private static void describe(StreamStatus status, ObjectNode entry) {
        entry.put("state", status.state()).put("cursor", status.cursor().toString());
        entry.putObject("lag").put("events", orNull(status.lagEvents())).put("bytes", orNull(status.lagBytes()));
        entry.put("policy", status.policy());
    }

    private static @Nullable Long orNull(long known) {
        return known < 0 ? null : known;
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static @Nullable String address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? NetUtil.toSocketAddressString(inet) : null;
    }
}
