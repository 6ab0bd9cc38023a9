package io.ssegateway.eventlog.sqlite;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.B;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.unbounded;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Interest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is damaged where old updates lie: new ones can still be written. */
class UnreadableFileTest {
    @TempDir
    private Path folder;

    private EventLog open() {
        return new SqliteEventLog(Folder.in(folder, unbounded()), "node", InstantSource.system());
    }

    @Test
    void shouldSayThatTheLogIsDownUntilWhatFailedCanBeReadAgain() throws Exception {
        Path file = folder.resolve(Folder.NAME);
        Position first;
        try (EventLog log = open()) {
            first = append(log, A);
            for (int i = 0; i < 20; i++) {
                await(log.append(update(null, "x".repeat(1 << 20), A)));
            }
        }
        byte[] sound = Files.readAllBytes(file);
        byte[] damaged = sound.clone();
        Arrays.fill(damaged, 400_000, 800_000, (byte) 0xa5); // Of the second update.
        Files.write(file, damaged, StandardOpenOption.WRITE);
        try (EventLog log = open()) {
            assertThat(log.problem()).isEmpty();
            assertThat(log.read(first, Interest.in(A), 100).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(LogUnavailableException.class);
            assertThat(log.problem().orElseThrow()).contains("is damaged");
            Position last = append(log, B);

            assertThat(await(log.read(last, ALL, 100)).entries()).isEmpty();
            assertThat(log.problem())
                    .as("one read that finds what it asks for shows nothing")
                    .isPresent();
            Files.write(file, sound, StandardOpenOption.WRITE); // What came since is in the write-ahead log.
            Awaitility.await().until(() -> log.problem().isEmpty());
        }
    }
}
