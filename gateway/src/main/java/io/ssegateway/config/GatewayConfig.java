package io.ssegateway.config;

/**
 * The whole configuration. Only the wiring sees it; every other class gets its own section.
 *
 * <p>Immutable, as are the sections. {@code config/gateway.yaml} says what each key means.
 */
public record GatewayConfig(
        ServerConfig server,
        ManagementConfig management,
        TransportConfig transport,
        LimitsConfig limits,
        HeartbeatConfig heartbeat,
        StreamConfig stream,
        LogConfig log,
        NodeConfig node,
        SlowConsumerConfig slowConsumer,
        CorsConfig cors,
        AuthConfig auth,
        MercureConfig mercure,
        DrainConfig drain,
        DemoConfig demo) {

    /**
     * @throws ConfigException if the public host is not loopback, publishing requires no token, and the configuration
     *     does not allow that
     */
    public GatewayConfig {
        if (!auth.publishingNeedsToken() && !server.allowAnonymousPublishing() && !Hosts.isLoopback(server.host())) {
            throw new ConfigException(
                    "server.host",
                    "anyone who reaches " + server.host() + " could publish; bind to loopback (127.0.0.1 or ::1),"
                            + " require a token for publishing (auth.jwt.publisher.key), or set"
                            + " server.allow-anonymous-publishing: true if only your own back-ends and load balancer"
                            + " reach the port");
        }
    }
}
