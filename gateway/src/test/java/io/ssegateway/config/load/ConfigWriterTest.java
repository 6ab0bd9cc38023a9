package io.ssegateway.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.config.GatewayConfig;
import io.ssegateway.testing.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigWriterTest {

    @Test
    void shouldWriteWhatTheLoaderTakesBack() {
        List<String> settings = Samples.otherValues().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        GatewayConfig config = ConfigLoader.load(null, Map.of(), settings);

        assertThat(reload(config)).isEqualTo(config).isNotEqualTo(ConfigLoader.defaults());
        assertThat(reload(ConfigLoader.defaults())).isEqualTo(ConfigLoader.defaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "fe80::1%eth0",
                "1::",
                "true",
                "null",
                "yes",
                "1e5",
                "a.b.",
                "_",
                "no",
                "0x1f",
                "12e03",
                "nan"
            })
    void shouldQuoteHostsThatYamlWouldTakeForSomethingElse(String host) {
        List<String> settings = List.of("management.host=" + host, "management.token=file:token");
        GatewayConfig config = ConfigLoader.load(null, Map.of(), settings);

        assertThat(reload(config).management().host()).isEqualTo(host);
    }

    @Test
    void shouldWriteWhatAPersonWouldWrite() {
        assertThat(ConfigWriter.toYaml(ConfigLoader.defaults()))
                .startsWith("server:\n  host: 127.0.0.1\n  port: 8080\n  hosts: []\n  demo-page: true\n")
                .contains("\n  type: auto\n", "\n  max-header-bytes: 16KiB\n", "\n  retry-after: 5s\n")
                .contains("\n  allowed-origins: []\n")
                .endsWith("\n  order-step-max: 5s\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "redis://127.0.0.1:6379 redis://127.0.0.1:6379",
                "redis://secret@host redis://***@host",
                "rediss://:secret@host:1/2 rediss://:***@host:1/2",
                "redis://user:secret@host redis://user:***@host",
                "redis://user:sec@ret:/@host redis://user:***@host",
                "redis-sentinel://user:secret@a:1,b:2/0#main redis-sentinel://user:***@a:1,b:2/0#main",
            })
    void shouldNotTellThePasswordOfRedis(String uri, String told) {
        GatewayConfig config = ConfigLoader.load(null, Map.of(), List.of("log.redis.uri=" + uri));

        assertThat(config.log().redis().maskedUri()).isEqualTo(told);
        assertThat(config.toString()).doesNotContain("secret", "ret:/");
        assertThat(ConfigWriter.toYaml(config)).contains(told).doesNotContain("secret", "ret:/");
    }

    private static GatewayConfig reload(GatewayConfig config) {
        return ConfigLoader.load(Samples.file(ConfigWriter.toYaml(config)), Map.of(), List.of());
    }
}
