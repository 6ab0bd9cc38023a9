package io.ssegateway.auth;

import java.util.List;
import java.util.Optional;

/**
 * The bearer token of a request's header Authorization (RFC 6750, section 2.1). Credentials of other schemes, such as
 * those that a browser adds behind a proxy with Basic authentication, are not a token, and neither is an empty header.
 */
public final class BearerToken {
    private static final String SCHEME = "Bearer";

    private BearerToken() {}

    /**
     * The token, if there is one.
     *
     * @param authorization the header's values
     * @throws InvalidTokenException if there are several headers, of which others may have read another one, or it is
     *     Bearer and nothing
     */
    public static Optional<String> of(List<String> authorization) {
        if (authorization.size() > 1) {
            throw new InvalidTokenException("There is more than one Authorization header; send one.");
        }
        Optional<String> bearer = authorization.stream()
                .map(String::strip)
                .filter(BearerToken::isBearer)
                // One or more blanks (RFC 9110, section 11.4).
                .map(header -> header.substring(SCHEME.length()).strip())
                .findFirst();
        if (bearer.isPresent() && bearer.get().isEmpty()) {
            throw new InvalidTokenException("The Authorization header must be Bearer, a space and the token.");
        }
        return bearer;
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (header.length() == SCHEME.length() || isBlank(header.charAt(SCHEME.length())));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
