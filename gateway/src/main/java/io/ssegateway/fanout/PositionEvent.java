package io.ssegateway.fanout;

import io.ssegateway.protocol.sse.ServerSentEvent;

/**
 * An event that moves a client's last event id and says nothing else: {@code event: position} with the id and an empty
 * object as data. It has data, for of a block without data many clients make an empty event, and others forget its id;
 * it has a type, so that pages which listen for messages do not see it.
 */
public final class PositionEvent {
    private PositionEvent() {}

    /** The event with an id; a further field may be added. */
    public static ServerSentEvent.Builder of(String id) {
        return ServerSentEvent.builder().event("position").id(id).data("{}");
    }
}
