package io.ssegateway.loadtest.client;

import java.net.URI;

/** Parts of the addresses that a run uses. */
public final class Target {

    private Target() {}

    /** What a request's first line names: path and query. */
    public static String path(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** The address with a parameter more; both texts are fit for it as they are. */
    public static URI with(URI url, String parameter, String value) {
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + parameter + "=" + value);
    }
}
