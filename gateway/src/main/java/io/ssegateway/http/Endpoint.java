package io.ssegateway.http;

/** The handler of a route. One instance serves all requests. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers a request: calls exactly one of the exchange's answering methods, at once or in {@link Exchange#when}.
     * Runs on the connection's event loop and must not block.
     *
     * @throws Problem to answer with an error
     */
    void handle(Exchange exchange);

    /**
     * Looks at the head of a request whose body is large and not read yet.
     *
     * @return whether its client is known to be allowed to send it
     * @throws Problem to answer at once, without the body
     */
    default boolean permitsBody(Exchange head) {
        return false;
    }
}
