package io.ssegateway.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request line asks for (RFC 9112, section 3.2): a path and a query. */
final class RequestTarget {
    /** The target of an OPTIONS request that asks about the whole server. */
    static final String SERVER = "*";

    private static final Pattern ABSOLUTE = Pattern.compile("https?://[^/?]+(?<rest>.*)", Pattern.CASE_INSENSITIVE);

    private final String rawPath;
    private final String rawQuery;

    private RequestTarget(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        rawPath = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
        rawQuery = query < 0 ? "" : pathAndQuery.substring(query + 1);
    }

    /**
     * Reads a target in origin form, as in {@code /events?topic=a}, in absolute form, as proxies send it, or that of
     * the whole server.
     *
     * @throws Problem 400 if it is another one, or has a character that a target does not have
     */
    static RequestTarget of(HttpRequest request) {
        String target = request.uri();
        for (int i = 0; i < target.length(); i++) {
            checkCharacter(target.charAt(i));
        }
        if (target.startsWith("/") || (target.equals(SERVER) && request.method().equals(HttpMethod.OPTIONS))) {
            return new RequestTarget(target);
        }
        return new RequestTarget(originForm(target));
    }

    private static void checkCharacter(char c) {
        if (c == '#') {
            throw Problem.badRequest(
                    "A request target must not have \"#\": clients keep the fragment, and data encodes it as %23.");
        }
        if (c <= ' ' || c == 0x7f) {
            throw Problem.badRequest(String.format(
                    Locale.ROOT,
                    "A request target must not have spaces or control characters; encode this one as %%%02X.",
                    (int) c));
        }
    }

    /** {@link HostCheck} checks the host. */
    private static String originForm(String target) {
        Matcher absolute = ABSOLUTE.matcher(target);
        if (!absolute.matches()) {
            throw Problem.badRequest(
                    "The request target is not accepted; accepted: a path such as /events?topic=a, the same after"
                            + " http:// or https:// and the host, or * with OPTIONS.");
        }
        String rest = absolute.group("rest");
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /** The path, still percent-encoded; {@value #SERVER} for the whole server. */
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
