package io.ssegateway.endpoint;

import io.ssegateway.http.Parameters;
import io.ssegateway.protocol.sse.ServerSentEvent;
import java.time.Duration;

/**
 * One client's open stream, as its {@link StreamSource} sees it. Any thread may call it; what is scheduled runs on the
 * connection's own event loop and must not block.
 */
public interface EventStream {

    /** Names this connection, unique on this gateway. */
    String id();

    /**
     * What the request's path and query say. Only until {@link StreamSource#open} returns: a client may send many
     * parameters, and its stream may be open for days.
     */
    Parameters parameters();

    /**
     * Sends an event. If more than {@code stream.max-pending-bytes} of earlier events still wait for the client, the
     * stream is closed instead, with the reason {@code slow-consumer}; one large event alone never closes a stream.
     * What is sent to a closed stream is dropped.
     */
    void send(ServerSentEvent event);

    /** Runs a task after a delay unless the stream has closed by then. A task that throws closes the stream. */
    void schedule(Duration delay, Runnable task);

    /** Runs a task again and again, first after one period, until the stream closes. */
    void scheduleEvery(Duration period, Runnable task);

    /** Ends the stream; the client sees the regular end of the response. */
    void end();
}
