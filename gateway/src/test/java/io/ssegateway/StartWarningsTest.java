package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.LogCapture;
import io.ssegateway.testing.RunningGateway;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class StartWarningsTest {

    private static List<String> warnings(String... settings) {
        try (LogCapture log = new LogCapture()) {
            StartWarnings.log(RunningGateway.config(settings));
            return log.events().stream()
                    .filter(event -> event.getLevel().equals(Level.WARN))
                    .map(event -> event.getMessage().getFormattedMessage())
                    .toList();
        }
    }

    @Test
    void shouldSayNothingOfDefaults() {
        assertThat(warnings()).isEmpty();
        assertThat(warnings("limits.max-body-bytes=8MiB")).isEmpty();
    }

    @Test
    void shouldWarnOfBodiesThatMakeEveryReaderSlow() {
        assertThat(warnings("limits.max-body-bytes=9MiB"))
                .singleElement()
                .asString()
                .contains("limits.max-body-bytes", "slow-consumer.max-lag-bytes");
    }
}
