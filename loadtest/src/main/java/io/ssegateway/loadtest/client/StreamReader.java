package io.ssegateway.loadtest.client;

import io.ssegateway.protocol.sse.ServerSentEvent;

/** What becomes of one stream and of its events. Called on the stream's event loop alone. */
public interface StreamReader {

    /** Its response head is there. */
    void opened();

    /** Bytes of its body have arrived; their events follow. */
    default void received(int bytes) {}

    /** An event with data has arrived. What this throws closes the stream; its message is the reason. */
    void event(ServerSentEvent event);

    /** It was open and came to its end. */
    void closed(String reason);

    /** It could not be opened. */
    void failed(String reason);
}
