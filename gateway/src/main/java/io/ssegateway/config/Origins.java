package io.ssegateway.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Origins of web pages, as the {@code Origin} header has them (RFC 6454, section 6.2). They are compared letter by
 * letter with what browsers send, so another spelling of the same origin would never match and is refused.
 */
final class Origins {

    private static final Pattern ORIGIN = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+.-]*)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:(?<port>[1-9][0-9]{0,4}))?");

    private Origins() {}

    static void check(String key, String origin) {
        if (origin.equals("null")) {
            throw new ConfigException(
                    key,
                    "must not list null: every sandboxed frame and local file sends it; use \"*\" for all origins");
        }
        if (!origin.equals("*") && !isAsSent(origin)) {
            throw new ConfigException(
                    key,
                    "must list origins as browsers send them, scheme://host or scheme://host:port (lower case, no path"
                            + " or trailing slash, no default port), or \"*\", but has " + Texts.quote(origin));
        }
    }

    private static boolean isAsSent(String origin) {
        Matcher matcher = ORIGIN.matcher(origin);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group("port");
        if (port == null) {
            return true;
        }
        String byDefault = switch (matcher.group("scheme")) {
            case "http" -> "80";
            case "https" -> "443";
            default -> "";
        };
        return !port.equals(byDefault) && Integer.parseInt(port) <= Require.MAX_PORT;
    }
}
