package io.ssegateway.endpoint;

import io.ssegateway.http.Problem;
import io.ssegateway.metrics.CloseReason;

/** Feeds streams of one connection each. One instance serves all connections of its route. */
@FunctionalInterface
public interface StreamSource {

    /**
     * A client has come. Sends the first events or schedules them; runs on the connection's event loop and must not
     * block.
     *
     * @throws Problem before the first event is sent, to refuse the request
     */
    void open(EventStream stream);

    /** The stream has closed, for whatever reason; its scheduled tasks do not run any more. */
    default void closed(EventStream stream, CloseReason reason) {}
}
