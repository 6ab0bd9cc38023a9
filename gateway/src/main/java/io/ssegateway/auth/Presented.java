package io.ssegateway.auth;

import java.util.List;

/**
 * What a request presents that bears on its token, each as it came; empty lists stand for what is not there.
 *
 * @param authorization values of the header Authorization
 * @param parameters values of the query's parameter {@code authorization}, decoded
 * @param cookies values of the header Cookie, of which HTTP/2 may have several
 * @param origins values of the header Origin
 * @param referers values of the header Referer
 * @param safe whether the method changes nothing, as GET and HEAD
 */
public record Presented(
        List<String> authorization,
        List<String> parameters,
        List<String> cookies,
        List<String> origins,
        List<String> referers,
        boolean safe) {

    /** Takes copies of the lists. */
    public Presented {
        authorization = List.copyOf(authorization);
        parameters = List.copyOf(parameters);
        cookies = List.copyOf(cookies);
        origins = List.copyOf(origins);
        referers = List.copyOf(referers);
    }

    /** The tokens must not get into a log by way of a record's text. */
    @Override
    public String toString() {
        return "Presented[origins=" + origins + ", safe=" + safe + "]";
    }
}
