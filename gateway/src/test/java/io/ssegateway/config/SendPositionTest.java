package io.ssegateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.load.ConfigLoader;
import io.ssegateway.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendPositionTest {

    private static HeartbeatConfig load(String... settings) {
        return ConfigLoader.load(null, Map.of(), List.of(settings)).heartbeat();
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO, 0", "always, ALWAYS, 0", "never, NEVER, 0", "true, ALWAYS, 1", "false, NEVER, 1"})
    void shouldReadTheOldWordsWithOneWarning(String text, SendPosition meant, int warnings) {
        try (LogCapture log = new LogCapture()) {
            assertThat(load("heartbeat.send-position=" + text).sendPosition()).isEqualTo(meant);
            assertThat(log.events())
                    .hasSize(warnings)
                    .allSatisfy(event -> assertThat(event.getMessage().getFormattedMessage())
                            .contains("heartbeat.send-position", "auto, always or never"));
        }
    }

    @Test
    void shouldNameTheAcceptedWords() {
        assertThatThrownBy(() -> load("heartbeat.send-position=yes"))
                .hasMessageContaining("heartbeat.send-position: must be auto or always or never, but is \"yes\"");
    }

    @Test
    void shouldSendNoPositionsWithoutHeartbeats() {
        assertThat(load("heartbeat.interval=0s").effectiveSendPosition()).isEqualTo(SendPosition.NEVER);
        assertThat(new HeartbeatConfig(Duration.ofMillis(1), SendPosition.ALWAYS).effectiveSendPosition())
                .isEqualTo(SendPosition.ALWAYS);
    }
}
