package io.ssegateway.config;

import java.net.URI;
import java.net.URISyntaxException;

/** Where others are asked by HTTP. */
final class Urls {

    private Urls() {}

    /**
     * Checks a URL; an empty one stands for none.
     *
     * @throws ConfigException if it is not valid, or has a user and password; the message does not quote it, because it
     *     may contain a secret
     */
    static void check(String key, String url, String example) {
        if (!url.isEmpty() && !isHttp(url)) {
            throw new ConfigException(key, "must be a URL such as " + example + ", without user and password");
        }
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getPort() <= Require.MAX_PORT;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
