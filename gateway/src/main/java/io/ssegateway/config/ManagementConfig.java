package io.ssegateway.config;

/**
 * The listener of health, metrics and the list of connections.
 *
 * @param host an IP address or a host name to bind to
 * @param port 0 takes any free port
 */
public record ManagementConfig(String host, int port) {

    /** @throws ConfigException if a value is out of range */
    public ManagementConfig {
        Hosts.check("management.host", host);
        Require.between("management.port", port, 0, Require.MAX_PORT);
    }

    /** The values of {@code config/gateway.yaml}. */
    public static ManagementConfig defaults() {
        return new ManagementConfig("127.0.0.1", 8081);
    }
}
