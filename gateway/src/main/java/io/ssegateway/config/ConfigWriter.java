package io.ssegateway.config;

import tools.jackson.databind.node.ObjectNode;

/** Prints a configuration as the YAML that {@link ConfigLoader} takes back. */
public final class ConfigWriter {

    private ConfigWriter() {}

    /** Every key with its value, in the order of {@code config/gateway.yaml}, ending in a line feed; passwords are masked. */
    public static String toYaml(GatewayConfig config) {
        ObjectNode tree = ConfigMapper.INSTANCE.valueToTree(config);
        ObjectNode redis = (ObjectNode) tree.get("log").get("redis");
        redis.put("uri", config.log().redis().maskedUri());
        return ConfigMapper.INSTANCE.writeValueAsString(tree);
    }
}
