package io.ssegateway.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvailabilityMonitorTest {
    private final AvailabilityMonitor monitor = new AvailabilityMonitor("It cannot be written: {}", "It works again");

    @Test
    void shouldLogOnceWhenItFailsAndOnceWhenItWorksAgain() {
        try (LogCapture log = new LogCapture()) {
            monitor.recovered();
            for (int i = 0; i < 3; i++) {
                monitor.failed("the disk is full", new IllegalStateException("full"));
            }
            monitor.recovered();
            monitor.recovered();
            monitor.failed("the disk is full again", null);

            List<String> lines = log.events().stream()
                    .map(event -> event.getLevel() + " " + event.getMessage().getFormattedMessage())
                    .toList();
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0)).isEqualTo("WARN It cannot be written: the disk is full");
            assertThat(lines.get(1)).matches("INFO It works again, after \\d.*");
            assertThat(lines.get(2)).isEqualTo("WARN It cannot be written: the disk is full again");
        }
    }

    @Test
    void shouldLogNothingOfWhatHasNeverWorkedUntilItFails() {
        try (LogCapture log = new LogCapture()) {
            monitor.pending("it has not answered yet");
            assertThat(monitor.problem()).contains("it has not answered yet");
            monitor.recovered();

            assertThat(monitor.problem()).isEmpty();
            assertThat(log.events()).isEmpty();
        }
    }

    @Test
    void shouldGiveTheNewestReason() {
        assertThat(monitor.problem()).isEmpty();
        monitor.failed("one", null);
        monitor.failed("two", null);
        assertThat(monitor.problem()).contains("two");
        monitor.recovered();
        assertThat(monitor.problem()).isEmpty();
    }
}
