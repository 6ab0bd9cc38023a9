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

    /** @throws ConfigException if a value is out of range, or the host is open to all and nobody said so on purpose */
    public ServerConfig {
        Hosts.check("server.host", host);
        Require.between("server.port", port, 0, Require.MAX_PORT);
        if (!allowAnonymousPublishing && !Hosts.isLoopback(host)) {
            throw new ConfigException(
                    "server.host",
                    "anybody who reaches " + host + " could publish; bind to loopback (127.0.0.1 or ::1), or set"
                            + " server.allow-anonymous-publishing: true if only your own back-ends and load balancer"
                            + " reach the port");
        }
    }

    /** The values of {@code config/gateway.yaml}. */
    public static ServerConfig defaults() {
        return new ServerConfig("127.0.0.1", 8080, true, false);
    }
}
