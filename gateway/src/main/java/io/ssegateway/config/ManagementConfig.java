package io.ssegateway.config;

/**
 * The listener of health, metrics and what operators do.
 *
 * @param host  an IP address or a host name to bind to
 * @param port  0 takes any free port
 * @param token what requests have to bring for everything but health, or {@code file:} and the file it is in; empty for nothing
 */
public record ManagementConfig(String host, int port, String token) {
    private static final int SHORTEST_TOKEN = 16;

    /** @throws ConfigException if a value is out of range, or others reach the listener and no token is asked of them */
    public ManagementConfig {
        Hosts.check("management.host", host);
        Require.between("management.port", port, 0, Require.MAX_PORT);
        if (token.isEmpty() && !Hosts.isLoopback(host)) {
            throw new ConfigException(
                    "management.token",
                    "is needed with management.host: " + host
                            + ", or anybody who reaches it could read who is connected and end"
                            + " streams; openssl rand -hex 32 makes one");
        }
        if (!token.isEmpty() && !token.startsWith(JwtKeyConfig.FILE)) {
            checkToken(token);
        }
    }

    /**
     * Checks a token that is needed.
     *
     * @throws ConfigException if it is too short: an empty file must not mean that none is needed
     */
    public static void checkToken(String token) {
        if (token.length() < SHORTEST_TOKEN) {
            throw new ConfigException(
                    "management.token",
                    "must have at least " + SHORTEST_TOKEN + " characters, but has " + token.length()
                            + "; openssl rand -hex 32 makes one");
        }
    }

    /** The token for logs and messages: the name of its file, or {@code ***}. */
    public String maskedToken() {
        return token.isEmpty() || token.startsWith(JwtKeyConfig.FILE) ? token : "***";
    }

    @Override
    public String toString() {
        return "ManagementConfig[host=" + host + ", port=" + port + ", token=" + maskedToken() + "]";
    }

    /** The values of {@code config/gateway.yaml}. */
    public static ManagementConfig defaults() {
        return new ManagementConfig("127.0.0.1", 8081, "");
    }
}
