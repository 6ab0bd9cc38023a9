package io.ssegateway.config;

/**
 * The public listener: streams and publishing.
 *
 * @param host                     an IP address or a host name to bind to
 * @param port                     0 takes any free port
 * @param demoPage                 whether {@code GET /} serves the page for newcomers
 * @param allowAnonymousPublishing whether a host that is not loopback is meant, although anybody may publish there
 */
public record ServerConfig(String host, int port, boolean demoPage, boolean allowAnonymousPublishing) {

    /** @throws ConfigException if a value is out of range */
    public ServerConfig {
        Hosts.check("server.host", host);
        Require.between("server.port", port, 0, Require.MAX_PORT);
    }

    /** The values of {@code config/gateway.yaml}. */
    public static ServerConfig defaults() {
        return new ServerConfig("127.0.0.1", 8080, true, false);
    }
}
