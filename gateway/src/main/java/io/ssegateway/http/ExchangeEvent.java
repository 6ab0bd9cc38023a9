package io.ssegateway.http;

/**
 * User events that notify the handlers of a connection about the current exchange. An exchange that is answered at once
 * fires none.
 */
enum ExchangeEvent {
    /** The answer comes later: until then no other request of this connection may begin. */
    PENDING,
    /** The answer that was pending is written, or the connection has become a stream. */
    DONE,
    /** The last answer of this connection is about to be written: anything else that its client sent is ignored. */
    CLOSING
}
