package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.testing.MercureTokens;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import io.ssegateway.topic.Interest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All who come back after a restart find what they missed in memory. */
class RestartTest {
    @TempDir
    private Path folder;

    private final AtomicInteger reads = new AtomicInteger();

    private RunningGateway start() {
        return RunningGateway.start(
                log -> new CountingLog(log, reads),
                "log.type=sqlite",
                "log.sqlite.file=" + folder.resolve("log.db"),
                MercureTokens.KEY,
                MercureTokens.PUBLISHING,
                "stream.welcome=false",
                "heartbeat.interval=0s");
    }

    /** Counts the pages that are read. */
    private static final class CountingLog extends ForwardingLog {
        private final AtomicInteger reads;

        CountingLog(EventLog log, AtomicInteger reads) {
            super(log);
            this.reads = reads;
        }

        @Override
        public CompletionStage<Page> read(Position after, Interest interest, int limit) {
            reads.incrementAndGet();
            return super.read(after, interest, limit);
        }
    }

    private static List<String> publish(RunningGateway gateway) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String secret = i % 2 == 1 ? ",\"private\":true" : "";
            lines.append("{\"topics\":[\"a\"],\"data\":\"" + i + "\"" + secret + "}\n");
        }
        Answer answer = gateway.exchange(Requests.post("/publish", "application/x-ndjson", lines.toString()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        answer.json().get("ids").forEach(id -> ids.add(id.stringValue()));
        return ids;
    }

    @Test
    void shouldResumeFromMemoryAfterARestart() {
        List<String> ids;
        try (RunningGateway gateway = start()) {
            ids = publish(gateway);
        }
        try (RunningGateway gateway = start();
                EventReader all =
                        gateway.open("/events?topic=a", "Last-Event-ID: " + ids.get(4), MercureTokens.subscriber("a"));
                EventReader open = gateway.open("/events?topic=a", "Last-Event-ID: " + ids.get(4))) {
            assertThat(gateway.exchange(Requests.publish("a", "20")).status()).isEqualTo(200);
            for (int i = 5; i <= 20; i++) {
                assertThat(all.nextData()).isEqualTo(Integer.toString(i));
                if (i % 2 == 0) {
                    assertThat(open.nextData()).isEqualTo(Integer.toString(i));
                }
            }
            assertThat(reads).as("pages of the log").hasValue(0);
        }
    }

    /** What was dropped before the restart is still told, and what the ring has not is read. */
    @Test
    void shouldReadTheLogForWhatIsOlder() {
        List<String> first;
        try (RunningGateway gateway = start()) {
            first = publish(gateway);
        }
        try (RunningGateway gateway = RunningGateway.start(
                        log -> new CountingLog(log, reads),
                        "log.type=sqlite",
                        "log.sqlite.file=" + folder.resolve("log.db"),
                        "log.ring-size=4",
                        "stream.welcome=false",
                        "heartbeat.interval=0s");
                EventReader open = gateway.open("/events?topic=a", "Last-Event-ID: " + first.get(1))) {
            for (int i = 2; i < 20; i += 2) {
                assertThat(open.nextData()).isEqualTo(Integer.toString(i));
            }
            assertThat(reads).hasPositiveValue();
        }
    }
}
