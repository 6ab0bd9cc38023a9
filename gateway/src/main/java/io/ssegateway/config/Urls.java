package io.ssegateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

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
        if (url.isEmpty()) {
            return;
        }
        URI uri = parse(url);
        if (uri == null) {
            throw new ConfigException(key, "must be a URL such as " + example + ", without user and password");
        }
        if ("http".equals(uri.getScheme()) && !isLoopback(uri.getHost())) {
            throw new ConfigException(
                    key,
                    "must be https, as its host is not this machine: whoever is in between could read and change what is"
                            + " asked and answered; http is accepted for localhost, 127.0.0.1 and [::1]");
        }
    }

    private static boolean isLoopback(String host) {
        return Hosts.isLoopback(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }

    /** Null if it is no such URL. */
    private static @Nullable URI parse(String url) {
        try {
            URI uri = new URI(url);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                            && uri.getHost() != null
                            && uri.getUserInfo() == null
                            && uri.getPort() <= Require.MAX_PORT
                    ? uri
                    : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
