package io.ssegateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Detects requests that a page of another origin makes its visitor's browser send (cross-site request forgery).
 * Browsers report that themselves, in {@code Sec-Fetch-Site} (Fetch Metadata) or, where that is missing, in
 * {@code Origin}; no page can change either. Programs send neither.
 *
 * <p>An origin is the gateway's own if its host and port are those of the header Host. The scheme is not compared:
 * behind a proxy that ends TLS the gateway does not know it. Since a proxy may send another Host, an origin on its
 * scheme's default port is its own as well if the configuration lists its host as the listener's. Safe for any thread.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
public final class CrossSite implements RequestCheck {
    private static final String ANY = "*";
    private static final CharSequence SEC_FETCH_SITE = "sec-fetch-site";
    /** {@code none}: an action of the user, such as a bookmark. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<String> hosts;

    /** @param hosts names and addresses of the listener, or {@code *} */
    public CrossSite(List<String> hosts) {
        this.hosts = hosts.stream().map(Authority::ofConfiguration).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * For a listener that no foreign page has any business with: refuses what such a page sends, whatever token it
     * carries. GET and HEAD, which change nothing, pass: without CORS the page cannot read the answers.
     *
     * @throws Problem 403
     */
    @Override
    public void check(HttpRequest request) {
        boolean safe =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (!safe && !isOwn(request.headers()::getAll)) {
            throw new Problem(
                    HttpResponseStatus.FORBIDDEN,
                    "Pages of other origins may not change anything; send the gateway's own Origin and"
                            + " Sec-Fetch-Site: same-origin or none, or neither header.");
        }
    }

    private boolean isOwn(Function<CharSequence, List<String>> headers) {
        List<String> sites = headers.apply(SEC_FETCH_SITE);
        List<String> origins = headers.apply(HttpHeaderNames.ORIGIN);
        return (sites.isEmpty() || isOwnSite(sites))
                && (origins.isEmpty() || (origins.size() == 1 && isOwn(origins.get(0), headers)));
    }

    /**
     * Whether a request comes from no page at all, from one of the gateway's own or from one of a listed origin.
     *
     * @param listed origins as browsers send them; {@code *} for every page
     * @param headers answers all values of a header
     */
    public boolean passes(Set<String> listed, Function<CharSequence, List<String>> headers) {
        List<String> sites = headers.apply(SEC_FETCH_SITE);
        List<String> origins = headers.apply(HttpHeaderNames.ORIGIN);
        if (listed.contains(ANY) || isOwnSite(sites)) {
            return true;
        }
        if (origins.size() != 1) {
            return origins.isEmpty() && sites.isEmpty();
        }
        // What the browser calls foreign is not the gateway's own, whatever the hosts' names.
        return listed.contains(origins.get(0)) || (sites.isEmpty() && isOwn(origins.get(0), headers));
    }

    private static boolean isOwnSite(List<String> sites) {
        return sites.size() == 1 && OWN_SITES.contains(sites.get(0));
    }

    private boolean isOwn(String origin, Function<CharSequence, List<String>> headers) {
        int end = origin.indexOf("://");
        String scheme = end < 0 ? "" : origin.substring(0, end);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return false;
        }
        Authority page = Authority.parse(origin.substring(end + "://".length()), scheme);
        if (page == null || page.host().isEmpty()) {
            return false;
        }
        List<String> named = headers.apply(HttpHeaderNames.HOST);
        return (page.port() == Authority.NO_PORT && hosts.contains(page.host()))
                || (named.size() == 1 && page.equals(Authority.parse(named.get(0), scheme)));
    }
}
