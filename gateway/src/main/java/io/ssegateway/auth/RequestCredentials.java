package io.ssegateway.auth;

import java.util.List;

/**
 * The parts of a request that may carry its token or name the page that sent it, unchanged. A part that is absent is an
 * empty list.
 *
 * @param authorization values of the header Authorization
 * @param parameters values of the query's parameter {@code authorization}, decoded
 * @param cookies values of the header Cookie, of which HTTP/2 may have several
 * @param origins values of the header Origin
 * @param referers values of the header Referer
 * @param safe whether the method changes nothing, as GET and HEAD
 */
public record RequestCredentials(
        List<String> authorization,
        List<String> parameters,
        List<String> cookies,
        List<String> origins,
        List<String> referers,
        boolean safe) {

    /** Takes copies of the lists. */
    public RequestCredentials {
        authorization = List.copyOf(authorization);
        parameters = List.copyOf(parameters);
        cookies = List.copyOf(cookies);
        origins = List.copyOf(origins);
        referers = List.copyOf(referers);
    }

    /** The tokens must not get into a log by way of a record's text. */
    @Override
    public String toString() {
        return "RequestCredentials[origins=" + origins + ", safe=" + safe + "]";
    }
}
