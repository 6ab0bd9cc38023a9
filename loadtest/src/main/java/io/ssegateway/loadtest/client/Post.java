package io.ssegateway.loadtest.client;

import java.net.URI;

/**
 * One request that publishes.
 *
 * @param url whose path and query name the target
 * @param contentType of the body
 * @param body as text, sent as UTF-8
 */
public record Post(URI url, String contentType, String body) {

    /** A JSON document. */
    public static Post json(URI url, String body) {
        return new Post(url, "application/json", body);
    }
}
