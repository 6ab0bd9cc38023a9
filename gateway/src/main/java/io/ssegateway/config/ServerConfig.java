package io.ssegateway.config;

import java.util.List;

/**
 * The public listener: streams and publishing.
 *
 * @param host an IP address or a host name to bind to
 * @param port 0 takes any free port
 * @param hosts names and addresses, besides loopback's, for which it answers requests; {@code *} for every one
 * @param demoPage whether {@code GET /} serves the demo page
 * @param healthz whether {@code GET /healthz} reports here, too, whether the gateway is ready
 * @param allowAnonymousPublishing whether publishing without a token is allowed on a host that is not loopback
 */
public record ServerConfig(
        String host,
        int port,
        List<String> hosts,
        boolean demoPage,
        boolean healthz,
        boolean allowAnonymousPublishing) {

    /** @throws ConfigException if a value is out of range */
    public ServerConfig {
        Hosts.check("server.host", host);
        Require.between("server.port", port, 0, Require.MAX_PORT);
        hosts = List.copyOf(hosts);
        Hosts.checkNames("server.hosts", hosts);
    }

    /** Whether only this machine reaches it. */
    public boolean listensOnLoopback() {
        return Hosts.isLoopback(host);
    }
}
