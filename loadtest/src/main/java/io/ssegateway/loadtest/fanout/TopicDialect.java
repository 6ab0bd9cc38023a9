package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.Post;
import io.ssegateway.loadtest.client.Target;
import io.ssegateway.loadtest.client.UpdateBody;
import java.net.URI;
import java.util.List;

/**
 * The gateway's topics.
 *
 * @param events of the streams, to which topics are added as parameters
 * @param publishUrl takes updates
 */
public record TopicDialect(URI events, URI publishUrl) implements Dialect {

    @Override
    public URI streamUrl(List<String> topics) {
        URI url = events;
        for (String topic : topics) {
            url = Target.with(url, "topic", topic);
        }
        return url;
    }

    @Override
    public Post publish(String topic, String text) {
        return Post.json(publishUrl, UpdateBody.update(topic, text));
    }
}
