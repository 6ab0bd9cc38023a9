package io.ssegateway.auth;

import io.ssegateway.config.AuthConfig;
import io.ssegateway.config.CorsConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds a request's token: in the header Authorization, otherwise in the parameter {@code authorization}, otherwise in
 * the cookie. The first place that has one is used, whether the token is valid or not, because a client that means one
 * token must not be served with another. Credentials of other schemes than Bearer are not a token, and neither is an
 * empty header, parameter or cookie: the next place is checked.
 *
 * <p>Browsers send a cookie no matter which page causes the request (Cross-Site Request Forgery), so the page decides
 * whether it is accepted. To publish, the page must be of a listed origin. To subscribe, its origin must be listed for
 * CORS or absent, as it is for pages of the gateway's own origin. Safe for any thread.
 */
public final class Credentials {

    private static final String ANY = "*";

    private final String cookieName;
    private final Set<String> readers;
    private final Set<String> publishers;

    /** Rules from the configuration. */
    public Credentials(AuthConfig auth, CorsConfig cors) {
        this.cookieName = auth.jwt().cookieName();
        // With CORS' * pages can read only answers to requests without credentials.
        this.readers = cors.allowedOrigins().stream()
                .filter(origin -> !origin.equals(ANY))
                .collect(Collectors.toUnmodifiableSet());
        this.publishers = Set.copyOf(auth.publishOrigins());
    }

    /**
     * The token that a request presents; empty if it presents none.
     *
     * @throws InvalidTokenException if it presents one in an invalid way
     */
    public Optional<String> token(RequestCredentials request) {
        Optional<String> bearer = BearerToken.of(request.authorization());
        if (bearer.isPresent()) {
            return bearer;
        }
        List<String> parameters =
                request.parameters().stream().filter(value -> !value.isEmpty()).toList();
        if (!parameters.isEmpty()) {
            return Optional.of(only(parameters, "authorization parameter"));
        }
        Optional<String> cookie = request.cookies().stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(cookieName + "="))
                .map(pair -> unquoted(pair.substring(cookieName.length() + 1)))
                .filter(value -> !value.isEmpty())
                // Of several, browsers send first the one with the longest path.
                .findFirst();
        if (cookie.isPresent()) {
            checkPage(request);
        }
        return cookie;
    }

    private static String only(List<String> values, String where) {
        if (values.size() > 1) {
            throw new InvalidTokenException("There is more than one " + where + "; send one.");
        }
        return values.get(0);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private void checkPage(RequestCredentials request) {
        if (request.origins().size() > 1 || request.referers().size() > 1) {
            throw new InvalidTokenException("There is more than one Origin or Referer header; send one.");
        }
        if (request.safe()) {
            if (!request.origins().isEmpty()
                    && !readers.contains(request.origins().get(0))) {
                throw new InvalidTokenException(
                        "The cookie is not accepted from pages of this origin; it is not listed in"
                                + " cors.allowed-origins.");
            }
        } else if (!publishers.contains(pageOf(request)) && !publishers.contains(ANY)) {
            throw new InvalidTokenException(
                    "The cookie is not accepted from pages of this origin; it is not listed in auth.publish-origins.");
        }
    }

    /** The origin of the page that a request is from. */
    private static String pageOf(RequestCredentials request) {
        if (!request.origins().isEmpty()) {
            return request.origins().get(0);
        }
        if (request.referers().isEmpty()) {
            throw new InvalidTokenException("A request with the cookie needs an Origin or Referer header.");
        }
        return Origin.of(request.referers().get(0))
                .orElseThrow(() -> new InvalidTokenException("The Referer header is not the URL of a page."));
    }
}
