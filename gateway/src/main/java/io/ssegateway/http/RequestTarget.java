package io.ssegateway.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a request line asks for (RFC 9112, section 3.2): a path and a query. */
final class RequestTarget {
    private final String rawPath;
    private final String rawQuery;

    /** Reads a target in origin form, as in {@code /events?topic=a}, or in absolute form, as proxies send it. */
    RequestTarget(String target) {
        String pathAndQuery = originForm(target);
        int query = pathAndQuery.indexOf('?');
        rawPath = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
        rawQuery = query < 0 ? "" : pathAndQuery.substring(query + 1);
    }

    private static String originForm(String target) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return target;
        }
        int path = target.indexOf('/', scheme + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    /** The path, still percent-encoded. */
    String rawPath() {
        return rawPath;
    }

    /**
     * The query, decoded.
     *
     * @throws Problem 400 if it is not UTF-8 or has too many parameters
     */
    Map<String, List<String>> query() {
        return UrlEncoded.parse(rawQuery.getBytes(StandardCharsets.ISO_8859_1), "query");
    }
}
