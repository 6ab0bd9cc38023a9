package io.ssegateway.config.load;

import io.ssegateway.config.GatewayConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;

/**
 * The configuration of {@code config/gateway.yaml}, which is packed with this class: operators read the defaults that
 * are in force.
 */
final class Defaults {

    static final GatewayConfig CONFIG = read();

    private Defaults() {}

    private static GatewayConfig read() {
        try (InputStream yaml = Objects.requireNonNull(
                Defaults.class.getResourceAsStream("gateway.yaml"), "gateway.yaml is not packed with the classes")) {
            return ConfigMapper.INSTANCE
                    .readerFor(GatewayConfig.class)
                    .with(
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
