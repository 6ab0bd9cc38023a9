package io.ssegateway.eventlog.sqlite;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.unbounded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.cluster.Node;
import io.ssegateway.cluster.SharedTable;
import io.ssegateway.cluster.SharedTableContract;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTableTest extends SharedTableContract {
    private final AtomicLong clock = new AtomicLong(1_000_000);

    @TempDir
    private Path folder;

    private EventLog log;
    private Cluster node;

    @BeforeEach
    void open() {
        log = new SqliteEventLog(Folder.in(folder, unbounded()), "node", new TestClock(clock::get));
        node = log.cluster(() -> 3).orElseThrow();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void reopen() {
        close();
        open();
    }

    @Override
    protected SharedTable table(String name) {
        return node.table(name);
    }

    @Override
    protected Instant now() {
        return Instant.ofEpochMilli(clock.get());
    }

    @Test
    void shouldHaveWhatAClockHidThatWasSetAhead() {
        long ahead = 86_400_000;
        await(table("a").put("x", "1", now().plusSeconds(10)));
        clock.addAndGet(ahead);
        assertThat(await(table("a").all())).isEmpty();
        assertThat(await(table("a").remove("x"))).isFalse();
        await(table("a").put("y", "2", null));
        reopen();
        clock.addAndGet(-ahead);

        assertThat(await(table("a").all())).containsOnlyKeys("x", "y");
    }

    @Test
    void shouldHaveAfterARestartWhatItHadBefore() {
        await(table("a").put("x", "1", null));
        await(table("a").put("y", "2", now().plusMillis(10)));
        await(table("a").put("gone", "3", null));
        await(table("a").remove("gone"));
        reopen();
        assertThat(await(table("a").all())).containsOnlyKeys("x", "y");

        clock.addAndGet(10);
        reopen();
        assertThat(await(table("a").all())).containsOnlyKeys("x");
        assertThat(await(table("a").remove("y"))).isFalse();
    }

    @Test
    void shouldWriteWhatWaitsWhenItIsClosed() {
        CompletionStage<Void> put = table("a").put("x", "1", null);
        reopen();

        assertThat(put.toCompletableFuture()).isCompleted();
        assertThat(await(table("a").all())).containsOnlyKeys("x");
    }

    @Test
    void shouldBeAClusterOfOne() {
        Position position = append(log, A);

        assertThat(node.self()).isEqualTo("node");
        assertThat(await(node.nodes())).containsExactly(new Node("node", now(), 3, position.toString(), 0));
    }

    @Test
    void shouldFailWhileTheFileCannotBeWrittenAndGoOnThen() throws Exception {
        Path file = folder.resolve(Folder.NAME);
        Path away = folder.resolve("away");
        await(table("a").put("x", "1", null));
        Files.move(file, away);

        assertFails(table("a").put("y", "2", null));
        assertThat(log.problem()).isPresent();
        assertFails(table("a").remove("x"));

        Files.move(away, file);
        await().until(() -> log.problem().isEmpty());
        assertThat(await(table("a").remove("x"))).isTrue();
        assertThat(await(table("a").all())).isEmpty();
    }

    @Test
    void shouldFailWhenTheLogIsClosed() {
        SharedTable table = table("a");
        log.close();

        assertFails(table.put("x", "1", null));
        assertFails(table.remove("x"));
        assertFails(table.all());
    }

    private static void assertFails(CompletionStage<?> stage) {
        assertThat(stage.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(LogUnavailableException.class);
    }
}
