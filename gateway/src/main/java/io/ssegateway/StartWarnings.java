package io.ssegateway;

import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.server.DescriptorBudget;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Warnings about valid but unwise configurations, logged when a gateway starts or its configuration is checked. */
final class StartWarnings {
    private static final Logger LOG = LogManager.getLogger();

    private StartWarnings() {}

    static void log(LimitsConfig limits, DescriptorBudget descriptors) {
        descriptors.warning(limits).ifPresent(LOG::warn);
    }

    static void log(GatewayConfig config) {
        int body = config.limits().maxBodyBytes();
        int lag = config.slowConsumer().maxLagBytes();
        if (body > lag) {
            LOG.warn(
                    "limits.max-body-bytes ({} bytes) is more than slow-consumer.max-lag-bytes ({} bytes): one large"
                            + " update makes every stream that gets it a slow consumer; raise"
                            + " slow-consumer.max-lag-bytes or lower limits.max-body-bytes",
                    body,
                    lag);
        }
    }
}
