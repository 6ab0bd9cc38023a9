package io.ssegateway.config.load;

import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.Texts;
import tools.jackson.databind.node.ObjectNode;

/** Prints a configuration as the YAML that {@link ConfigLoader} takes back. */
public final class ConfigWriter {

    private ConfigWriter() {}

    /**
     * Every key with its value, in the order of {@code config/gateway.yaml}, ending in a line feed; passwords and keys
     * are masked.
     */
    public static String toYaml(GatewayConfig config) {
        ObjectNode tree = ConfigMapper.INSTANCE.valueToTree(config);
        ObjectNode redis = (ObjectNode) tree.get("log").get("redis");
        redis.put("uri", config.log().redis().maskedUri());
        ((ObjectNode) tree.get("management")).put("token", config.management().maskedToken());
        ObjectNode jwt = (ObjectNode) tree.get("auth").get("jwt");
        jwt.put("jwks-url", Texts.withoutQuery(config.auth().jwt().jwksUrl()));
        ObjectNode webhook = (ObjectNode) tree.get("auth").get("webhook");
        webhook.put("url", Texts.withoutQuery(config.auth().webhook().url()));
        ((ObjectNode) jwt.get("publisher"))
                .put("key", config.auth().jwt().publisher().maskedKey());
        ((ObjectNode) jwt.get("subscriber"))
                .put("key", config.auth().jwt().subscriber().maskedKey());
        return ConfigMapper.INSTANCE.writeValueAsString(tree);
    }
}
