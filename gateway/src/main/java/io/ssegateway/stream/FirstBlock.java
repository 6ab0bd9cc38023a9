package io.ssegateway.stream;

import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.ring.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What a stream of topics begins with: the block that gives its client an id to resume from before anything was
 * published.
 */
@FunctionalInterface
public interface FirstBlock {
    /** A block with the id alone. */
    FirstBlock ID_ALONE =
            (subscriber, id) -> Frame.of(ServerSentEvent.builder().id(id).build());

    /** No block: a client that has had no event yet resumes from then on. It gets no position later either. */
    FirstBlock NONE = (subscriber, id) -> null;

    /**
     * The block of one stream; called once, on its event loop.
     *
     * @param id from where its client could resume
     */
    @Nullable
    Frame of(Subscriber subscriber, String id);

    /** Whether the metrics count the block as a delivered event. */
    default boolean isEvent() {
        return false;
    }
}
