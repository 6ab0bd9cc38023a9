package io.ssegateway.eventlog.sqlite;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.unbounded;
import static io.ssegateway.testing.Logs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the write-ahead log beside the file gets. */
class WriteAheadLogTest {
    /** Above the bound by what is written while it is emptied. */
    private static final long BOUND = Checkpoints.MAX_BYTES + (8 << 20);

    private static final String MEBIBYTE = "x".repeat(1 << 20);

    @TempDir
    private Path folder;

    private SqliteEventLog open() {
        return new SqliteEventLog(Folder.in(folder, unbounded()), "node", InstantSource.system());
    }

    /** Reads the log from its beginning, and again, so that at each moment one such reader is about to read. */
    private static CompletableFuture<?> readOverAndOver(EventLog log, AtomicBoolean over, Position from) {
        return log.read(from, ALL, 100)
                .toCompletableFuture()
                .thenComposeAsync(page -> over.get()
                        ? CompletableFuture.completedFuture(null)
                        : readOverAndOver(log, over, page.entries().isEmpty() ? Position.ORIGIN : page.through()));
    }

    @Test
    void shouldStayShortBesideReadersThatNeverRest() {
        AtomicBoolean over = new AtomicBoolean();
        try (EventLog log = open()) {
            CompletableFuture<?>[] readers = new CompletableFuture<?>[8];
            for (int i = 0; i < readers.length; i++) {
                readers[i] = readOverAndOver(log, over, Position.ORIGIN);
            }
            long longest = 0;
            for (int i = 0; i < 160; i++) {
                await(log.append(update(null, MEBIBYTE, A)));
                longest = Math.max(longest, log.walBytes());
            }
            over.set(true);

            assertThat(longest).isPositive().isLessThan(BOUND);
            assertThat(CompletableFuture.allOf(readers)).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    /** Nothing can end another program's snapshot, but publishers must not wait for it. */
    @Test
    void shouldBeShortAgainWhenABackupHasEnded() throws Exception {
        try (EventLog log = open()) {
            await(log.append(update(null, MEBIBYTE, A)));
            try (Connection backup = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Folder.NAME));
                    Statement statement = backup.createStatement()) {
                statement.execute("BEGIN");
                try (ResultSet row = statement.executeQuery("SELECT count(*) FROM entry")) {
                    assertThat(row.getInt(1)).isOne();
                }
                while (log.walBytes() < 2 * Checkpoints.MAX_BYTES) {
                    assertThat(log.append(update(null, MEBIBYTE, A)).toCompletableFuture())
                            .succeedsWithin(Duration.ofSeconds(2));
                }
                statement.execute("COMMIT");
            }
            Awaitility.await().until(() -> log.walBytes() < BOUND);
        }
    }
}
