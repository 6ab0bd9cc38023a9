package io.ssegateway.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a request line asks for (RFC 9112, section 3.2): a path and a query. */
final class RequestTarget {
    static final int MOST_PARAMETERS = 1000;

    private final QueryStringDecoder decoder;

    /** Reads a target in origin form, as in {@code /events?topic=a}, or in absolute form, as proxies send it. */
    RequestTarget(String target) {
        // Decoded to bytes first, by a charset that takes each for one character: as UTF-8 Netty would replace faults
        // in silence.
        // A semicolon is an ordinary character in a query, as browsers have it.
        decoder = new QueryStringDecoder(
                originForm(target), StandardCharsets.ISO_8859_1, true, MOST_PARAMETERS + 1, true);
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
        return decoder.rawPath();
    }

    /**
     * The query, decoded.
     *
     * @throws Problem 400 if it is badly encoded, not UTF-8 or has too many parameters
     */
    Map<String, List<String>> query() {
        return decoder.rawQuery().isEmpty() ? Map.of() : parameters(decoder, "query");
    }

    /**
     * The parameters that were decoded to bytes.
     *
     * @param where names their place for whoever sent them
     * @throws Problem 400 if they are badly encoded, not UTF-8 or too many
     */
    static Map<String, List<String>> parameters(QueryStringDecoder decoder, String where) {
        Map<String, List<String>> parameters = new HashMap<>();
        try {
            decoder.parameters()
                    .forEach((name, values) -> parameters.put(
                            Utf8Bytes.decode(name),
                            values.stream().map(Utf8Bytes::decode).toList()));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The " + where + " is not valid percent-encoded UTF-8.");
        }
        if (parameters.values().stream().mapToInt(List::size).sum() > MOST_PARAMETERS) {
            throw Problem.badRequest("The " + where + " has more than " + MOST_PARAMETERS + " parameters.");
        }
        return parameters;
    }
}
