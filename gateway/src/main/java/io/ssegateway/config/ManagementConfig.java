package io.ssegateway.config;

import java.util.List;

/**
 * The listener for health, metrics and operators.
 *
 * @param host an IP address or a host name to bind to
 * @param port 0 takes any free port
 * @param hosts names and addresses, besides loopback's, for which it answers requests; {@code *} for every one
 * @param token the token that requests must send, except for health, or {@code file:} and its file; empty for none
 */
public record ManagementConfig(String host, int port, List<String> hosts, String token) {
    private static final int SHORTEST_TOKEN = 16;

    /**
     * @throws ConfigException if a value is out of range, or others reach the listener and no token is asked of them
     */
    public ManagementConfig {
        Hosts.check("management.host", host);
        Require.between("management.port", port, 0, Require.MAX_PORT);
        hosts = List.copyOf(hosts);
        Hosts.checkNames("management.hosts", hosts);
        if (token.isEmpty() && !Hosts.isLoopback(host)) {
            throw new ConfigException(
                    "management.token",
                    "is required with management.host: " + host
                            + ", or anyone who reaches it could list connections and close streams; openssl rand -hex"
                            + " 32 makes one");
        }
        if (!token.isEmpty() && !token.startsWith(JwtKeyConfig.FILE)) {
            checkToken(token);
        }
    }

    /**
     * Checks a required token.
     *
     * @throws ConfigException if it is too short: an empty file must not mean that none is required
     */
    public static void checkToken(String token) {
        if (token.length() < SHORTEST_TOKEN) {
            throw new ConfigException(
                    "management.token",
                    "must have at least " + SHORTEST_TOKEN + " characters, but has " + token.length()
                            + "; openssl rand -hex 32 makes one");
        }
    }

    /** Whether only this machine reaches it. */
    public boolean listensOnLoopback() {
        return Hosts.isLoopback(host);
    }

    /** The token for logs and messages: the name of its file, or {@code ***}. */
    public String maskedToken() {
        return token.isEmpty() || token.startsWith(JwtKeyConfig.FILE) ? token : "***";
    }

    @Override
    public String toString() {
        return "ManagementConfig[host=" + host + ", port=" + port + ", hosts=" + hosts + ", token=" + maskedToken()
                + "]";
    }
}
