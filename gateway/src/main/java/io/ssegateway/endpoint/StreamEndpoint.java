package io.ssegateway.endpoint;

import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.fanout.ShardedChannelGroup;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;

/** Opens a stream for each request and lets a {@link StreamSource} feed it. */
public final class StreamEndpoint implements Endpoint {
    private final StreamOpener opener;
    private final ShardedChannelGroup streams;
    private final StreamSource source;

    /** An endpoint whose streams are members of {@code streams}. */
    public StreamEndpoint(StreamOpener opener, ShardedChannelGroup streams, StreamSource source) {
        this.opener = opener;
        this.streams = streams;
        this.source = source;
    }

    @Override
    public void handle(Exchange exchange) {
        if (opener.settle(exchange)) {
            return;
        }
        ChannelEventStream stream = new ChannelEventStream(exchange, opener, streams, source);
        stream.open();
        exchange.channel().flush();
    }
}
