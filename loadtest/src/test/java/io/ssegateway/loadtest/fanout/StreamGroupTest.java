package io.ssegateway.loadtest.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.loadtest.FaultyServer;
import io.ssegateway.loadtest.client.MessageFormat;
import io.ssegateway.loadtest.report.Deadline;
import io.ssegateway.loadtest.report.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StreamGroupTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldOpenStreamsThatTheFirstAddressHasNoPortsFor() throws InterruptedException {
        Counts counts;
        Findings findings;
        try (FaultyServer server = new FaultyServer()) {
            Share share = new Share(
                    Audience.ofOneTopic(100_000),
                    List.of(URI.create(server.url("/events"))),
                    59_999,
                    2,
                    2,
                    new MessageFormat("run", 10),
                    5,
                    0);
            StreamGroup streams = new StreamGroup(share, 1, sequence -> {});
            streams.open();
            new Deadline(Duration.ofSeconds(30), Progress.silent())
                    .await("connect", () -> 0, 0, () -> streams.counts().opened() == 2 || streams.fault() != null);
            findings = streams.close(3);
            counts = streams.counts();
            assertThat(streams.fault()).isNull();
            assertThat(server.clientAddresses()).containsExactlyInAnyOrder("127.0.0.3", "127.0.0.4");
        }
        assertThat(counts.opened()).isEqualTo(2);
        assertThat(counts.open()).isEqualTo(2);
        assertThat(findings.missing()).isEqualTo(6);
        assertThat(findings.openNanos()).isPositive();
    }
}
