package io.ssegateway.endpoint;

import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.fanout.Subscriber;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import io.ssegateway.http.Problem;
import io.ssegateway.metrics.CloseReason;

/**
 * {@code DELETE /connections/{id}}: an operator ends one stream. It ends as HTTP wants it, so its client may come back at once and
 * resume.
 */
public final class CloseConnectionEndpoint implements Endpoint {
    private final ShardedChannelGroup streams;

    /** Ends members of {@code streams}. */
    public CloseConnectionEndpoint(ShardedChannelGroup streams) {
        this.streams = streams;
    }

    @Override
    public void handle(Exchange exchange) {
        String id = exchange.parameters().path("id");
        Subscriber stream = streams.subscriber(id);
        if (stream == null) {
            throw Problem.notFound("No open stream has the id " + id + "; GET /connections lists those that are open.");
        }
        stream.end(CloseReason.OPERATOR);
        exchange.noContent();
    }
}
