package io.ssegateway.endpoint;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /}: one page to watch the streams in a browser and to broadcast a message. */
public final class PageEndpoint implements Endpoint {
    private static final String RESOURCE = "/demo-page.html";

    private final byte[] page;

    /** Reads the page, once. */
    public PageEndpoint() {
        try (InputStream in = PageEndpoint.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            page = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.answer(HttpResponseStatus.OK, "text/html; charset=utf-8", page);
    }
}
