package io.ssegateway.loadtest.compare.peer;

import java.net.URI;

/**
 * How a server is subscribed to and published to.
 *
 * @param streams     the address of its event stream
 * @param publish     where to POST a message
 * @param contentType of the message
 * @param format      of the message: {@code %s} stands for the payload
 */
public record Interface(URI streams, URI publish, String contentType, String format) {

    /** One that takes the payload as it is. */
    static Interface plain(int port, String streams, String publish) {
        return new Interface(url(port, streams), url(port, publish), "text/plain", "%s");
    }

    static URI url(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
