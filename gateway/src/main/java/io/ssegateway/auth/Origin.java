package io.ssegateway.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** The origin of a URL, as browsers write it in the header Origin (RFC 6454, section 6.2). */
final class Origin {

    private Origin() {}

    /** Empty if the text is no URL of http or https with a host. */
    static Optional<String> of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            return Optional.empty();
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String origin = scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http" -> Optional.of(origin + port(uri.getPort(), 80));
            case "https" -> Optional.of(origin + port(uri.getPort(), 443));
            default -> Optional.empty();
        };
    }

    private static String port(int port, int byDefault) {
        return port == -1 || port == byDefault ? "" : ":" + port;
    }
}
