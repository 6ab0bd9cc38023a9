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

    /** What a gateway runs with if nobody configures anything. */
    public static GatewayConfig defaults() {
        return new GatewayConfig(
                ServerConfig.defaults(),
                ManagementConfig.defaults(),
                TransportConfig.defaults(),
                LimitsConfig.defaults(),
                HeartbeatConfig.defaults(),
                StreamConfig.defaults(),
                LogConfig.defaults(),
                NodeConfig.defaults(),
                SlowConsumerConfig.defaults(),
                CorsConfig.defaults(),
                AuthConfig.defaults(),
                MercureConfig.defaults(),
                DrainConfig.defaults(),
                DemoConfig.defaults());
    }
}
