package io.ssegateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accepts only requests for the listener's names. If the name of a page suddenly resolves to a loopback address (DNS
 * rebinding), the page has the same origin as the service there: its browser neither asks for CORS nor sends an Origin.
 * The header Host reveals it.
 *
 * <p>Loopback names always pass, because no page can have such a name. A request without a Host, which HTTP/1.0 allows,
 * is not from a browser and passes too.
 */
public final class HostCheck implements RequestCheck {
    private static final String ANY = "*";

    private final String key;
    private final Set<String> hosts;
    private final boolean checksNames;

    /**
     * A check for one listener.
     *
     * @param key the configuration's key of {@code hosts}, for messages
     * @param hosts names and addresses that it accepts in addition to loopback names; {@code *} for every one
     * @param loopback whether it listens on loopback; another listener with an empty list accepts every name
     */
    public HostCheck(String key, List<String> hosts, boolean loopback) {
        this.key = key;
        this.hosts = hosts.stream().map(Authority::ofConfiguration).collect(Collectors.toUnmodifiableSet());
        this.checksNames = !hosts.contains(ANY) && (loopback || !hosts.isEmpty());
    }

    /**
     * @throws Problem 400 if the Host header is not valid, or differs from an absolute target's; 421 if the name is not
     *     accepted
     */
    @Override
    public void check(HttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.HOST);
        Authority named = header == null ? null : parse(header, "The Host header");
        Authority target = ofTarget(request.uri(), named);
        Authority host = target == null ? named : target;
        if (checksNames && host != null && !host.isLoopback() && !hosts.contains(host.host())) {
            throw new Problem(
                    HttpResponseStatus.MISDIRECTED_REQUEST,
                    "The host " + host.host()
                            + " is not accepted; accepted: localhost, 127.0.0.1, [::1] and the hosts in " + key + ".");
        }
    }

    /** What a target in absolute form names; null if it has another form. */
    private static @Nullable Authority ofTarget(String target, @Nullable Authority named) {
        int end = target.indexOf("://");
        String scheme = end < 0 ? "" : target.substring(0, end);
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
            return null;
        }
        int start = end + "://".length();
        int stop = start;
        while (stop < target.length() && "/?#".indexOf(target.charAt(stop)) < 0) {
            stop++;
        }
        Authority authority = parse(target.substring(start, stop), "The host of the request target");
        boolean agrees = named == null || authority.withoutDefaultPort(scheme).equals(named.withoutDefaultPort(scheme));
        if (!agrees) {
            throw Problem.badRequest("The request target and the Host header name different hosts.");
        }
        return authority;
    }

    private static Authority parse(String text, String what) {
        Authority authority = Authority.parse(text);
        if (authority == null) {
            throw Problem.badRequest(
                    what + " must be a name or an IP address, IPv6 in brackets, with or without a port.");
        }
        return authority;
    }
}
