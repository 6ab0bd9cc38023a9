package io.ssegateway.loadtest.client;

import java.net.InetSocketAddress;
import java.net.URI;

/** Parts of the addresses that a run uses. */
public final class Target {

    private static final int HTTP_PORT = 80;

    private Target() {}

    /** Where to connect to; its host may turn out to be unknown. */
    public static InetSocketAddress address(URI url) {
        return new InetSocketAddress(url.getHost(), url.getPort() < 0 ? HTTP_PORT : url.getPort());
    }

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
