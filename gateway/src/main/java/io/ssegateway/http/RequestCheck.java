package io.ssegateway.http;

import io.netty.handler.codec.http.HttpRequest;

/** Decides, before a request is routed, whether its listener answers it at all. Safe for any thread. */
@FunctionalInterface
public interface RequestCheck {

    /** Every request passes. */
    RequestCheck NONE = request -> {};

    /** @throws Problem if the listener does not answer it */
    void check(HttpRequest request);

    /** Both checks, this one first. */
    default RequestCheck and(RequestCheck next) {
        return request -> {
            check(request);
            next.check(request);
        };
    }
}
