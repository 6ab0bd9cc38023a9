package io.ssegateway.endpoint;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.fanout.Subscriber;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Json;
import io.ssegateway.http.Problem;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /connections?limit=n}: the open streams, for the operator. */
public final class ConnectionsEndpoint implements Endpoint {
    private static final int DEFAULT_LIMIT = 10_000;

    private final ShardedChannelGroup streams;

    /** Lists {@code streams}. */
    public ConnectionsEndpoint(ShardedChannelGroup streams) {
        this.streams = streams;
    }

    @Override
    public void handle(Exchange exchange) {
        int limit = limit(exchange.parameters().first("limit"));
        long nowNanos = Ticker.systemTicker().nanoTime();
        Instant now = Instant.now();
        ObjectNode answer = Json.object().put("total", streams.size());
        ArrayNode list = answer.putArray("connections");
        for (Subscriber stream : streams.subscribers()) {
            if (list.size() == limit) {
                break;
            }
            describe(stream, now, nowNanos, list.addObject());
        }
        exchange.json(answer);
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
        throw Problem.badRequest("The parameter limit is a whole number, 0 or more.");
    }

    private static void describe(Subscriber stream, Instant now, long nowNanos, ObjectNode entry) {
        entry.put("id", stream.id())
                .put("remoteAddress", address(stream.channel().remoteAddress()))
                .put("route", stream.route());
        ArrayNode topics = entry.putArray("topics");
        stream.interest().texts().forEach(topics::add);
        Duration idle = Duration.ofNanos(Math.max(0, nowNanos - stream.lastWriteNanos()));
        entry.put("since", Instant.ofEpochMilli(stream.openedEpochMillis()).toString())
                .put("events", stream.events())
                .put("bytes", stream.bytes())
                .put("lastWrite", now.minus(idle).toString());
    }

    private static @Nullable String address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? NetUtil.toSocketAddressString(inet) : null;
    }
}
