package io.ssegateway.endpoint;

import io.ssegateway.endpoint.stream.StreamHead;
import io.ssegateway.endpoint.stream.StreamOpener;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;

/** Opens a stream for each request and lets a {@link StreamSource} feed it. */
public final class StreamEndpoint implements Endpoint {
    private final StreamOpener opener;
    private final StreamSource source;

    /** An endpoint whose streams {@code opener} opens. */
    public StreamEndpoint(StreamOpener opener, StreamSource source) {
        this.opener = opener;
        this.source = source;
    }

    @Override
    public void handle(Exchange exchange) {
        opener.checkAccept(exchange);
        if (opener.settle(exchange, StreamHead.PLAIN)) {
            return;
        }
        ChannelEventStream stream = new ChannelEventStream(exchange, opener, source);
        stream.open();
        exchange.channel().flush();
    }
}
