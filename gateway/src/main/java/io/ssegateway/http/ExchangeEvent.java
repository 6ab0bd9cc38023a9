package io.ssegateway.http;

/**
 * What the handlers of a connection are told about the exchange that is under way, as user events. An exchange that is
 * answered at once fires none.
 */
enum ExchangeEvent {
    /** The answer comes later: until then no other request of this connection may begin. */
    PENDING,
    /** The answer that was pending is written, or the connection has become a stream. */
    DONE,
    /** The last answer of this connection is about to be written: whatever else its client sent counts no more. */
    CLOSING
}
