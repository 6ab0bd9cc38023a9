package io.ssegateway.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.load.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the tests of this package share. */
public final class Samples {

    /** The file that operators get; tests run in the module's folder. */
    public static final Path GATEWAY_YAML = Path.of("..", "config", "gateway.yaml");

    private Samples() {}

    /** For every key a text that is valid and not the default, such that all of them together are valid too. */
    public static Map<String, String> otherValues() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("server.host", "localhost");
        values.put("server.port", "0");
        values.put("server.hosts", "events.example.com,2001:db8::1");
        values.put("server.demo-page", "false");
        values.put("server.healthz", "true");
        values.put("server.allow-anonymous-publishing", "true");
        values.put("management.host", "0.0.0.0");
        values.put("management.port", "65535");
        values.put("management.hosts", "ops.example,10.0.0.1");
        values.put("management.token", "file:/run/secrets/management");
        values.put("transport.type", "nio");
        values.put("transport.event-loops", "3");
        values.put("transport.reuse-port", "false");
        values.put("transport.defer-accept", "false");
        values.put("transport.backlog", "128");
        values.put("transport.tcp-notsent-lowat", "16KiB");
        values.put("transport.send-buffer", "256KiB");
        values.put("transport.tcp-user-timeout", "2m");
        values.put("limits.max-connections", "5000");
        values.put("limits.max-connections-per-address", "7");
        values.put("limits.publisher-reserve", "0");
        values.put("limits.accepts-per-second", "250");
        values.put("limits.overload", "retry");
        values.put("limits.retry-after", "1500ms");
        values.put("limits.max-request-line-bytes", "4096");
        values.put("limits.max-header-bytes", "9KiB");
        values.put("limits.max-body-bytes", "2MiB");
        values.put("limits.request-timeout", "1m");
        values.put("limits.keep-alive-timeout", "2h");
        values.put("limits.max-topics-per-stream", "1");
        values.put("limits.replay-bytes-per-second", "0");
        values.put("heartbeat.interval", "0s");
        values.put("heartbeat.send-position", "never");
        values.put("stream.welcome", "false");
        values.put("stream.retry", "0s");
        values.put("stream.max-age", "24h");
        values.put("stream.max-pending-bytes", "1GiB");
        values.put("log.type", "sqlite");
        values.put("log.max-events", "1");
        values.put("log.max-bytes", "64MiB");
        values.put("log.max-age", "0s");
        values.put("log.ring-size", "1000");
        values.put("log.ring-bytes", "8MiB");
        values.put("log.topics", "[{prefix: /prices/, max-events: 10}, {prefix: 'a b', max-bytes: 1KiB, max-age: 5m}]");
        values.put("log.sqlite.file", "/var/lib/sse-gateway/log.db");
        values.put("log.sqlite.acknowledge", "written");
        values.put("log.redis.uri", "rediss://redis.example:6380/1");
        values.put("log.redis.ca-file", "/etc/ssl/redis-ca.pem");
        values.put("log.redis.stream", "events");
        values.put("log.redis.timeout", "500ms");
        values.put("log.redis.streams", "4");
        values.put("node.id", "node-1");
        values.put("slow-consumer.policy", "skip");
        values.put("slow-consumer.max-lag-bytes", "2KiB");
        values.put("slow-consumer.max-lag-age", "1ms");
        values.put("slow-consumer.topics", "[{prefix: /prices/, policy: latest}]");
        values.put("cors.allowed-origins", "https://app.example.com,*");
        values.put("cors.allowed-headers", "authorization,x-tenant");
        values.put("auth.subscribe", "anonymous");
        values.put("auth.publish", "anonymous");
        values.put("auth.publish-origins", "https://app.example.com,*");
        values.put("auth.jwt.publisher.key", "file:/etc/sse-gateway/publisher.pem");
        values.put("auth.jwt.publisher.algorithm", "EdDSA");
        values.put("auth.jwt.subscriber.key", "file:/etc/sse-gateway/subscriber.pem");
        values.put("auth.jwt.subscriber.algorithm", "ES256");
        values.put("auth.jwt.jwks-url", "https://idp.example/jwks.json");
        values.put("auth.jwt.clock-skew", "0s");
        values.put("auth.jwt.cookie-name", "__Host-hub");
        values.put("auth.jwt.issuer", "https://idp.example/");
        values.put("auth.jwt.audience", "hub");
        values.put("auth.revocation-ttl", "1h");
        values.put("auth.webhook.url", "https://app.example/may");
        values.put("auth.webhook.timeout", "500ms");
        values.put("auth.webhook.fail-open", "true");
        values.put("auth.webhook.cache", "0s");
        values.put("auth.webhook.headers", "cookie,X-Forwarded-For");
        values.put("auth.webhook.breaker", "1m");
        values.put("mercure.enabled", "false");
        values.put("mercure.subscriptions", "true");
        values.put("mercure.first-id", "true");
        values.put("drain.timeout", "0s");
        values.put("demo.enabled", "false");
        values.put("demo.order-step-min", "10ms");
        values.put("demo.order-step-max", "20ms");
        return values;
    }

    public static GatewayConfig loadYaml(String... lines) {
        return ConfigLoader.load(file(String.join("\n", lines) + "\n"), Map.of(), List.of());
    }

    public static GatewayConfig loadSet(String... settings) {
        return ConfigLoader.load(null, Map.of(), List.of(settings));
    }

    public static ConfigException yamlError(String... lines) {
        return error(() -> loadYaml(lines));
    }

    public static ConfigException setError(String... settings) {
        return error(() -> loadSet(settings));
    }

    public static ConfigException error(Runnable load) {
        ConfigException error = catchThrowableOfType(ConfigException.class, load::run);
        if (error == null) {
            throw new AssertionError("no ConfigException was thrown");
        }
        return error;
    }

    public static Path file(String text) {
        try {
            Path file = Files.createTempFile("gateway", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
