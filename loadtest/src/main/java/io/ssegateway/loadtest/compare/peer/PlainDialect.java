package io.ssegateway.loadtest.compare.peer;

import io.ssegateway.loadtest.client.Post;
import io.ssegateway.loadtest.fanout.Dialect;
import java.net.URI;
import java.util.List;

/**
 * Of servers without topics, which take an event's data as it is.
 *
 * @param events of the streams
 * @param publishUrl takes a message
 */
record PlainDialect(URI events, URI publishUrl) implements Dialect {

    /** The usual paths at a port of the loopback address. */
    static PlainDialect at(int port) {
        return new PlainDialect(Loopback.url(port, "/events"), Loopback.url(port, "/publish"));
    }

    @Override
    public URI streamUrl(List<String> topics) {
        return events;
    }

    @Override
    public Post publish(String topic, String text) {
        return new Post(publishUrl, "text/plain", text);
    }
}
