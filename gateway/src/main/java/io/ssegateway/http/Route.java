package io.ssegateway.http;

import io.netty.handler.codec.http.HttpMethod;

/**
 * One line of a route table.
 *
 * @param method GET, POST or DELETE; HEAD follows from GET, OPTIONS is answered for all
 * @param path a pattern such as {@code /order-progress/{orderId}}
 * @param endpoint what answers
 */
public record Route(HttpMethod method, String path, Endpoint endpoint) {

    public static Route get(String path, Endpoint endpoint) {
        return new Route(HttpMethod.GET, path, endpoint);
    }

    public static Route post(String path, Endpoint endpoint) {
        return new Route(HttpMethod.POST, path, endpoint);
    }

    public static Route delete(String path, Endpoint endpoint) {
        return new Route(HttpMethod.DELETE, path, endpoint);
    }
}
