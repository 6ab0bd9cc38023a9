package io.ssegateway.config;

import static io.ssegateway.testing.Samples.loadSet;
import static io.ssegateway.testing.Samples.setError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.load.ConfigLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionRangesTest {

    @ParameterizedTest
    @CsvSource({
        "server.port, 0, 65535",
        "management.port, 0, 65535",
        "transport.event-loops, 0, 1024",
        "transport.backlog, 1, 1000000",
        "limits.max-connections, 0, 100000000",
        "limits.max-connections-per-address, 0, 100000000",
        "limits.publisher-reserve, 0, 100000000",
        "limits.accepts-per-second, 0, 100000000",
        "limits.max-topics-per-stream, 1, 10000",
        "log.max-events, 1, 100000000",
        "log.ring-size, 1, 16777216",
    })
    void shouldHoldNumbersToTheirRange(String key, int min, int max) {
        loadSet(key + "=" + min);
        loadSet(key + "=" + max);
        for (long outside : new long[] {Integer.MIN_VALUE, min - 1L, max + 1L, Integer.MAX_VALUE}) {
            assertThat(setError(key + "=" + outside))
                    .hasMessage(key + ": must be from " + min + " to " + max + ", but is " + outside + " (--set " + key
                            + ")");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "transport.tcp-notsent-lowat, 0, , 1GiB, 1048577KiB",
        "transport.send-buffer, 0, , 1GiB, 1048577KiB",
        "limits.max-request-line-bytes, 64, 63, 1MiB, 1048577",
        "limits.max-header-bytes, 64, 63, 1MiB, 1048577",
        "limits.max-body-bytes, 1, 0, 1GiB, 1048577KiB",
        "stream.max-pending-bytes, 1, 0, 1GiB, 1048577KiB",
        "slow-consumer.max-lag-bytes, 1, 0, 1GiB, 1048577KiB",
    })
    void shouldHoldSizesToTheirRange(String key, String min, String below, String max, String above) {
        loadSet(key + "=" + min);
        loadSet(key + "=" + max);
        if (below != null) {
            assertThat(setError(key + "=" + below))
                    .hasMessageContaining(key + ": must be from " + min + " to " + max + " bytes, but is " + below);
        }
        assertThat(setError(key + "=" + above)).hasMessageContaining(key + ": must be from ");
    }

    @ParameterizedTest
    @CsvSource({
        "transport.tcp-user-timeout, 0s, , 1h, 61m",
        "limits.retry-after, 1ms, 0s, 1h, 3600001ms",
        "limits.request-timeout, 1ms, 0s, 1h, 3600001ms",
        "limits.keep-alive-timeout, 1ms, 0s, 24h, 25h",
        "heartbeat.interval, 0s, , 1h, 61m",
        "stream.max-age, 0s, , 8760h, 8761h",
        "log.max-age, 0s, , 8760h, 8761h",
        "slow-consumer.max-lag-age, 1ms, 0s, 1h, 61m",
        "drain.timeout, 0s, , 1h, 61m",
        "demo.order-step-max, 2s, , 1h, 61m",
        "demo.order-step-min, 0s, , 5s, 61m",
    })
    void shouldHoldDurationsToTheirRange(String key, String min, String below, String max, String above) {
        loadSet(key + "=" + min);
        loadSet(key + "=" + max);
        if (below != null) {
            assertThat(setError(key + "=" + below))
                    .hasMessageContaining(key + ": must be from " + min + " to " + max + ", but is " + below);
        }
        assertThat(setError(key + "=" + above)).hasMessageContaining(", but is " + above);
    }

    @ParameterizedTest
    @CsvSource({"log.max-bytes, 1024GiB, 1073741825KiB", "log.ring-bytes, 1GiB, 1048577KiB"})
    void shouldTakeTheirShareOfTheHeapWhereSizesAreZero(String key, String max, String above) {
        loadSet(key + "=0");
        loadSet(key + "=" + max);
        assertThat(setError(key + "=" + above)).hasMessageContaining(key + ": must be from 0 to " + max + " bytes");

        long heap = Runtime.getRuntime().maxMemory();
        assertThat(ConfigLoader.defaults().log().effectiveMaxBytes()).isEqualTo(heap / 8);
        assertThat(ConfigLoader.defaults().log().effectiveRingBytes()).isEqualTo(heap / 16);
        assertThat(loadSet("log.max-bytes=7").log().effectiveMaxBytes()).isEqualTo(7);
        assertThat(loadSet("log.type=sqlite").log().effectiveMaxBytes()).isEqualTo(1 << 30);
        assertThat(loadSet("log.ring-bytes=7").log().effectiveRingBytes()).isEqualTo(7);
    }

    @Test
    void shouldBeUnbuildableInCodeAsWell() {
        assertThatThrownBy(() -> new HeartbeatConfig(Duration.ofMillis(-1), SendPosition.AUTO))
                .hasMessage("heartbeat.interval: must be from 0s to 1h, but is PT-0.001S");
        assertThatThrownBy(() -> new HeartbeatConfig(Duration.ofSeconds(Long.MAX_VALUE), SendPosition.AUTO))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new HeartbeatConfig(Duration.ofSeconds(Long.MIN_VALUE), SendPosition.AUTO))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new HeartbeatConfig(Duration.ofNanos(1_000_001), SendPosition.AUTO))
                .hasMessage("heartbeat.interval: must be whole milliseconds, but is PT0.001000001S");
        assertThatThrownBy(() -> new TransportConfig(TransportType.AUTO, 0, true, true, 1, -1, 0, Duration.ZERO))
                .hasMessage("transport.tcp-notsent-lowat: must be from 0 to 1GiB bytes, but is -1");
        assertThatThrownBy(() -> new TransportConfig(TransportType.AUTO, 0, true, true, 1, 0, -1, Duration.ZERO))
                .hasMessage("transport.send-buffer: must be from 0 to 1GiB bytes, but is -1");
        assertThatThrownBy(() -> new TransportConfig(TransportType.AUTO, 0, true, true, 1, 0, 0, Duration.ofMillis(-1)))
                .hasMessageStartingWith("transport.tcp-user-timeout: must be from 0s to 1h, but is ");
        assertThatThrownBy(() -> new ManagementConfig("::", 8081, List.of(), ""))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void shouldNotChangeWithTheListItWasBuiltFrom() {
        List<String> origins = new ArrayList<>(List.of("*"));
        CorsConfig cors = new CorsConfig(origins, ConfigLoader.defaults().cors().allowedHeaders());

        origins.clear();

        assertThat(cors.allowedOrigins()).containsExactly("*");
    }
}
