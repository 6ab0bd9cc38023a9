package io.ssegateway.eventlog.sqlite;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.B;
import static io.ssegateway.testing.Logs.PRIVATE_TOO;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.appendWithId;
import static io.ssegateway.testing.Logs.await;
import static io.ssegateway.testing.Logs.data;
import static io.ssegateway.testing.Logs.privateUpdate;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.unbounded;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.protocol.sse.ServerSentEvent;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of the first version, which knew no private updates, with what it was made by. */
class OlderFileTest {
    private static final Position LOST = new Position(1_000, 0);
    private static final Position FIRST = new Position(1_000, 1);
    private static final Position SECOND = new Position(2_000, 0);

    private static final List<String> VERSION_1 = List.of(
            """
            CREATE TABLE entry (
                number INTEGER PRIMARY KEY,
                millis INTEGER NOT NULL,
                sequence INTEGER NOT NULL,
                topics TEXT NOT NULL,
                id TEXT,
                type TEXT,
                retry INTEGER,
                data TEXT)""",
            "CREATE UNIQUE INDEX entry_position ON entry (millis, sequence)",
            "CREATE UNIQUE INDEX entry_id ON entry (id) WHERE id IS NOT NULL",
            "CREATE TABLE entry_topic (topic TEXT, number INTEGER, PRIMARY KEY (topic, number)) WITHOUT ROWID",
            """
            CREATE TABLE kept (
                run INTEGER, number INTEGER, bytes INTEGER NOT NULL, PRIMARY KEY (run, number)) WITHOUT ROWID""",
            """
            CREATE TABLE run (
                run INTEGER PRIMARY KEY,
                prefix TEXT NOT NULL,
                lost_millis INTEGER NOT NULL,
                lost_sequence INTEGER NOT NULL)""",
            "CREATE TABLE room (bytes BLOB)",
            "PRAGMA application_id = " + 0x53534547,
            "PRAGMA user_version = 1",
            "PRAGMA journal_mode = WAL",
            "INSERT INTO run VALUES (0, '', 1000, 0), (1, '', 1000, 0)",
            "INSERT INTO entry VALUES (1, 1000, 1, '/a/1' || char(10) || '/b/1', 'x', 'type', 5, 'one')",
            "INSERT INTO entry VALUES (2, 2000, 0, '/a/1', NULL, NULL, NULL, 'two')",
            "INSERT INTO entry_topic VALUES ('/a/1', 1), ('/b/1', 1), ('/a/1', 2)",
            "INSERT INTO kept VALUES (0, 1, 300), (0, 2, 300)");

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFile() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String step : VERSION_1) {
                statement.execute(step);
            }
        }
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Folder.NAME));
    }

    private EventLog open() {
        return new SqliteEventLog(Folder.in(folder, unbounded()), "node", new TestClock(() -> 3_000));
    }

    private long number(String query) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.getLong(1);
        }
    }

    @Test
    void shouldHaveAllThatWasInIt() {
        Update full = new Update(
                List.of(A, B),
                ServerSentEvent.builder()
                        .id("x")
                        .event("type")
                        .data("one")
                        .retryMillis(5)
                        .build());
        for (int time = 0; time < 2; time++) {
            try (EventLog log = open()) {
                assertThat(log.size()).isEqualTo(new EventLog.Size(2, 600));
                assertThat(read(log, LOST, ALL).entries().get(0)).isEqualTo(new Entry(FIRST, full));
                assertThat(read(log, LOST, ALL).lost()).isNull();
                assertThat(read(log, Position.ORIGIN, ALL).lost()).isEqualTo(LOST);
                assertThat(data(read(log, Position.ORIGIN, Interest.in(A)).entries()))
                        .containsExactly("one", "two");
                assertThat(await(log.find("x", ALL))).contains(FIRST);
                assertThat(await(log.reach(SECOND))).isTrue();
                assertThat(appendWithId(log, "x", A)).isEqualTo(new Appended(FIRST, "x", true));
            }
        }
    }

    @Test
    void shouldTakePrivateUpdates() {
        Position secret;
        try (EventLog log = open()) {
            secret = await(log.append(privateUpdate("secret", A))).position();
            append(log, A);
        }
        try (EventLog log = open()) {
            assertThat(data(read(log, SECOND, ALL).entries())).containsExactly("x");
            assertThat(data(read(log, SECOND, Interest.in(A)).entries())).containsExactly("x");
            assertThat(data(read(log, SECOND, PRIVATE_TOO).entries())).containsExactly("secret", "x");
            assertThat(secret).isGreaterThan(SECOND);
        }
    }

    @Test
    void shouldBeOfTheNewVersionOnceItWasOpened() throws Exception {
        open().close();

        assertThat(number("PRAGMA user_version")).isEqualTo(4);
        assertThat(number("SELECT count(*) FROM fact WHERE kind <> 'clock'")).isZero();
        assertThat(number("SELECT count(*) FROM entry WHERE private = 0")).isEqualTo(2);
    }

    @Test
    void shouldHaveTheTablesOfANewFile() throws Exception {
        open().close();
        String columns =
                "SELECT group_concat(name || type || \"notnull\" || dflt_value) FROM pragma_table_info('entry')";
        Path other = folder.resolve("other");
        assertThat(other.toFile().mkdir()).isTrue();
        new SqliteEventLog(Folder.in(other, unbounded()), "node", new TestClock(() -> 3_000)).close();
        try (Connection upgraded = connect();
                Connection fresh = DriverManager.getConnection("jdbc:sqlite:" + other.resolve(Folder.NAME))) {
            assertThat(text(upgraded, columns)).isEqualTo(text(fresh, columns));
            String facts = "SELECT group_concat(sql) FROM sqlite_master WHERE tbl_name = 'fact'";
            assertThat(text(upgraded, facts)).isEqualTo(text(fresh, facts)).contains("fact_until");
        }
    }

    private static String text(Connection connection, String query) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.getString(1);
        }
    }
}
