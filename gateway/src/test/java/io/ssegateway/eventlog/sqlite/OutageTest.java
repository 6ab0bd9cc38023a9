package io.ssegateway.eventlog.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.endpoint.LogCapture;
import java.sql.SQLException;
import org.apache.logging.log4j.core.LogEvent;
import org.junit.jupiter.api.Test;

class OutageTest {
    private final Outage outage = new Outage("be written");

    @Test
    void shouldSayOnceWhenItBeginsAndOnceWhenItIsOver() {
        try (LogCapture log = new LogCapture()) {
            outage.end();
            for (int i = 0; i < 3; i++) {
                outage.begin("the disk is full", new SQLException("full"));
            }
            outage.end();
            outage.end();
            outage.begin("the disk is full again", new SQLException("full"));

            assertThat(log.events())
                    .extracting(LogEvent::getLevel, event -> event.getMessage().getFormattedMessage())
                    .extracting(Object::toString)
                    .containsExactly(
                            "(WARN, \"The event log cannot be written: the disk is full\")",
                            "(INFO, \"The event log can be written again\")",
                            "(WARN, \"The event log cannot be written: the disk is full again\")");
        }
    }

    @Test
    void shouldGiveTheNewestReason() {
        assertThat(outage.problem()).isEmpty();
        outage.begin("one", new SQLException());
        outage.begin("two", new SQLException());
        assertThat(outage.problem()).contains("two");
        assertThat(outage.isOn()).isTrue();
        outage.end();
        assertThat(outage.problem()).isEmpty();
    }
}
