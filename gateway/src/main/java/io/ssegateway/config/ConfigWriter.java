package io.ssegateway.config;

/** Prints a configuration as the YAML that {@link ConfigLoader} takes back. */
public final class ConfigWriter {

    private ConfigWriter() {}

    /** Every key with its value, in the order of {@code config/gateway.yaml}, ending in a line feed. */
    public static String toYaml(GatewayConfig config) {
        return ConfigMapper.INSTANCE.writeValueAsString(config);
    }
}
