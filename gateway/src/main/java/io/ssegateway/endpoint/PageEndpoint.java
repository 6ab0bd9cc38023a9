package io.ssegateway.endpoint;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.http.Endpoint;
import io.ssegateway.http.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /}: one page to watch the streams in a browser and to broadcast a message. Its Content-Security-Policy
 * names the page's one script and one style sheet by their hashes: content of a stream can never run as a script, and
 * the page connects only to this gateway.
 */
public final class PageEndpoint implements Endpoint {
    private static final String RESOURCE = "/demo-page.html";

    private final byte[] page;
    private final HttpHeaders headers;

    /** Reads the page, once. */
    public PageEndpoint() {
        page = read();
        String html = new String(page, StandardCharsets.UTF_8);
        headers = new DefaultHttpHeaders()
                .set(
                        HttpHeaderNames.CONTENT_SECURITY_POLICY,
                        "default-src 'none'; connect-src 'self'; img-src data:; script-src " + hashOf("script", html)
                                + "; style-src " + hashOf("style", html)
                                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .set("X-Content-Type-Options", "nosniff")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.reply().body(HttpResponseStatus.OK, "text/html; charset=utf-8", headers, page);
    }

    private static byte[] read() {
        try (InputStream in = PageEndpoint.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hashOf(String element, String html) {
        Matcher content = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                .matcher(html);
        if (!content.find()) {
            throw new IllegalStateException(RESOURCE + " has no <" + element + ">");
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(content.group(1).getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
