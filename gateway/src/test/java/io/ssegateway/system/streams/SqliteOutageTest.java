package io.ssegateway.system.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ssegateway.testing.Answer;
import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose log cannot be written for a time. */
class SqliteOutageTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("log.db");
    }

    private RunningGateway start() {
        return RunningGateway.start(
                "log.type=sqlite",
                "log.sqlite.file=" + file(),
                "stream.welcome=false",
                "heartbeat.interval=1s",
                "heartbeat.send-position=always");
    }

    private static Answer publish(RunningGateway gateway, String data) {
        return gateway.exchange(Requests.publish("a", data));
    }

    private static EventReader subscribe(RunningGateway gateway) {
        EventReader stream = gateway.open("/events?topic=a");
        stream.nextId();
        return stream;
    }

    private static void isDown(RunningGateway gateway, String problem) {
        assertThat(publish(gateway, "refused").isProblem(503).header("Retry-After"))
                .isNotNull();
        Answer ready = gateway.manage("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().get("log").stringValue()).isEqualTo("unavailable");
        Answer log = gateway.manage("/health/log");
        assertThat(log.status()).isEqualTo(503);
        assertThat(log.body()).contains("log.db", problem);
        assertThat(gateway.metric("sse_log_up")).isZero();
    }

    private static void comesBack(RunningGateway gateway) {
        await().until(() -> gateway.manage("/health/log").status() == 200);
        assertThat(gateway.manage("/health/ready").json().get("log").stringValue())
                .isEqualTo("available");
        assertThat(gateway.metric("sse_log_up")).isOne();
        assertThat(publish(gateway, "after").status()).isEqualTo(200);
    }

    @Test
    void shouldGoOnWhenAnotherProgramGivesTheFileBack() throws Exception {
        try (RunningGateway gateway = start();
                EventReader stream = subscribe(gateway)) {
            assertThat(publish(gateway, "before").status()).isEqualTo(200);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThat(publish(gateway, "refused").status()).isEqualTo(503);
                isDown(gateway, "locked by another program");
                statement.execute("ROLLBACK");
            }
            comesBack(gateway);
            assertThat(stream.nextData()).isEqualTo("before");
            assertThat(stream.nextData()).isEqualTo("after");
        }
    }

    @Test
    void shouldRefuseToWriteToAFileThatIsGoneUntilItIsBack() throws Exception {
        Path away = folder.resolve("away.db");
        String position;
        try (RunningGateway gateway = start();
                EventReader stream = subscribe(gateway)) {
            position = publish(gateway, "before").json().get("positions").get(0).stringValue();
            Files.move(file(), away);
            await().until(() -> publish(gateway, "refused").status() == 503);
            isDown(gateway, "was moved, deleted or replaced");
            Files.move(away, file());
            comesBack(gateway);
            assertThat(stream.nextData()).isEqualTo("before");
            assertThat(stream.nextData()).isEqualTo("after");
        }
        try (RunningGateway gateway = start();
                EventReader stream = gateway.open("/events?topic=a", "Last-Event-ID: " + position)) {
            assertThat(stream.nextData()).isEqualTo("after");
        }
    }

    @Test
    void shouldSayThatTheFileIsDamagedAndKeepStreams() throws Exception {
        try (RunningGateway gateway = start();
                EventReader stream = subscribe(gateway)) {
            for (int i = 0; i < 20; i++) {
                StringBuilder updates = new StringBuilder();
                for (int j = 0; j < 1_000; j++) {
                    updates.append("{\"topics\":[\"t/" + j % 97 + "\"],\"id\":\"h"
                            + Integer.toHexString((i * 1_000 + j) * 0x9E3779B9) + "-" + j + "\",\"data\":\""
                            + "x".repeat(200) + "\"}\n");
                }
                assertThat(gateway.exchange(Requests.post("/publish", "application/x-ndjson", updates.toString()))
                                .status())
                        .isEqualTo(200);
            }
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = other.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            damage(file());
            await().until(() -> publish(gateway, "lost?").status() == 503);
            isDown(gateway, "is damaged");
            assertThat(gateway.streams()).isOne();
            assertThat(stream.nextBlock()).isNotNull();
        }
    }

    private static void damage(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0xa5);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
        }
    }
}
