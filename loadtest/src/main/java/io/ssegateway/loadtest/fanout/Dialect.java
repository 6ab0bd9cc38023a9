package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.Post;
import java.net.URI;
import java.util.List;

/**
 * How a kind of server is spoken to: where its streams are, and how a message is published. All streams are on one host
 * and port, and so is all that publishes. Implementations are immutable.
 */
public interface Dialect {

    /** The stream that gets what is published to any of these topics. */
    URI streamUrl(List<String> topics);

    /** The request by which those who have a topic get a text, within whatever the server puts around it. */
    Post publish(String topic, String text);

    /**
     * The gateway's broadcasts: all streams get all messages, whatever their topic.
     *
     * @param events of the streams
     * @param publishUrl takes {@code {"message": …}}
     */
    record Broadcast(URI events, URI publishUrl) implements Dialect {

        @Override
        public URI streamUrl(List<String> topics) {
            return events;
        }

        @Override
        public Post publish(String topic, String text) {
            return Post.json(publishUrl, "{\"message\":\"" + text + "\"}");
        }
    }
}
