package io.ssegateway.http;

import io.netty.util.NetUtil;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port as the header Host has them (RFC 9110, section 7.2), in a form in which equal ones are equal texts:
 * lower case, without the root's dot, IPv6 in its shortest spelling without brackets.
 *
 * @param host a name or an IP address; empty if the header names none
 * @param port {@link #NO_PORT} if it is left out
 */
record Authority(String host, int port) {
    static final int NO_PORT = -1;

    private static final int IPV6_BYTES = 16;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    /** RFC 3986, section 3.2.2, besides letters and digits; user and password have no place here. */
    private static final String NAME_MARKS = "-._~!$&'()*+,;=%";

    /** Reads {@code host}, {@code host:port}, {@code [IPv6]} or {@code [IPv6]:port}; null if it is none of them. */
    static @Nullable Authority parse(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        int hostEnd = end < 0 ? text.length() : end;
        String host = host(text.substring(0, hostEnd));
        if (host == null || (hostEnd < text.length() && text.charAt(hostEnd) != ':')) {
            return null;
        }
        String port = hostEnd == text.length() ? "" : text.substring(hostEnd + 1);
        int number = port.isEmpty() ? NO_PORT : number(port);
        return number > MAX_PORT ? null : new Authority(host, number);
    }

    /** A host of the configuration, where IPv6 has no brackets. */
    static String ofConfiguration(String host) {
        Authority authority = parse(host.indexOf(':') < 0 ? host : "[" + host + "]");
        return authority == null ? host : authority.host();
    }

    /** As {@link #parse}, without the port that {@code scheme} has by default. */
    static @Nullable Authority parse(String text, String scheme) {
        Authority authority = parse(text);
        return authority == null ? null : authority.withoutDefaultPort(scheme);
    }

    Authority withoutDefaultPort(String scheme) {
        int byDefault = scheme.equalsIgnoreCase("https") ? 443 : 80;
        return port == byDefault ? new Authority(host, NO_PORT) : this;
    }

    /** Whether the host is a name or an address of the machine itself, which no name server can point elsewhere. */
    boolean isLoopback() {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("::1")
                || (host.startsWith("127.") && NetUtil.isValidIpV4Address(host));
    }

    private static @Nullable String host(String text) {
        if (text.startsWith("[")) {
            String address = text.endsWith("]") ? text.substring(1, text.length() - 1) : "";
            byte[] bytes = address.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(address) : null;
            return bytes == null || bytes.length != IPV6_BYTES ? null : NetUtil.bytesToIpAddress(bytes);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && NAME_MARKS.indexOf(c) < 0) {
                return null;
            }
        }
        return (text.endsWith(".") ? text.substring(0, text.length() - 1) : text).toLowerCase(Locale.ROOT);
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** More than any port if it is no number. */
    private static int number(String port) {
        if (port.length() > MAX_PORT_DIGITS || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return MAX_PORT + 1;
        }
        return Integer.parseInt(port);
    }
}
