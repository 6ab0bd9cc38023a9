package io.ssegateway.system.mercure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.WarningLog;

/**
 * A stream that may get everything, beside what attackers do: closing it fails if any of that got through, or into the
 * log.
 */
final class Witness implements AutoCloseable {
    private final RunningHub hub;
    private final WarningLog log = WarningLog.expectNone();
    private final EventReader stream;

    private Witness(RunningHub hub) {
        this.hub = hub;
        stream = hub.follow("*", RunningHub.bearer(RunningHub.subscriberToken("*")));
    }

    static Witness of(RunningHub hub) {
        return new Witness(hub);
    }

    @Override
    public void close() {
        try (log;
                stream) {
            String id = hub.publish("end", "nothing happened");
            assertThat(stream.nextData()).isEqualTo("nothing happened");
            hub.publish("end", "again");
            assertThat(stream.nextData()).isEqualTo("again");
            assertThat(hub.head("topic=end&lastEventID=" + id).header("Last-Event-ID"))
                    .isEqualTo(id);
        }
    }
}
