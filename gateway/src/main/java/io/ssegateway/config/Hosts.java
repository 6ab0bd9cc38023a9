package io.ssegateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hosts to bind to: IP addresses and names. Nothing here asks a name server. */
final class Hosts {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /** Only what may be IPv6: the JDK then parses it, and never takes it for a name to look up. */
    private static final Pattern MAYBE_IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?";
    /** The last label of a name is not a number, or else some resolvers read 127.1 as an address and some do not. */
    private static final Pattern NAME = Pattern.compile("(" + LABEL + "\\.)*(?![0-9]+\\.?$)" + LABEL + "\\.?");

    private Hosts() {}

    static void check(String key, String host) {
        if (!isHost(host)) {
            throw new ConfigException(
                    key,
                    "must be an IP address (IPv6 without brackets) or a host name, without a port (0.0.0.0 or :: for"
                            + " every address), but is " + Texts.quote(host));
        }
    }

    /** Names that requests may be for: as browsers send them but without a port, or {@code *} for every one. */
    static void checkNames(String key, List<String> names) {
        for (String name : names) {
            if (!name.equals("*") && (!isHost(name) || name.contains("%"))) {
                throw new ConfigException(
                        key,
                        "must list host names and IP addresses without ports (IPv6 without brackets), or \"*\" for"
                                + " every host, but has " + Texts.quote(name));
            }
        }
    }

    private static boolean isHost(String text) {
        return IPV4.matcher(text).matches() || NAME.matcher(text).matches() || parseIpv6(text) != null;
    }

    /**
     * Whether only this machine reaches the host. A name other than localhost may mean anything, so it does not count
     * as loopback.
     */
    static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        if (IPV4.matcher(host).matches()) {
            return host.startsWith("127.");
        }
        InetAddress address = parseIpv6(host);
        return address != null && address.isLoopbackAddress();
    }

    private static @Nullable InetAddress parseIpv6(String host) {
        if (!MAYBE_IPV6.matcher(host).matches()) {
            return null;
        }
        try {
            // The scope names an interface, which may exist only on another machine: the bind will show it.
            return InetAddress.getByName(host.replaceFirst("%.*", ""));
        } catch (UnknownHostException malformed) {
            return null;
        }
    }
}
