package io.ssegateway.eventlog.sqlite;

import static io.ssegateway.testing.Logs.A;
import static io.ssegateway.testing.Logs.ALL;
import static io.ssegateway.testing.Logs.append;
import static io.ssegateway.testing.Logs.read;
import static io.ssegateway.testing.Logs.unbounded;
import static io.ssegateway.testing.Logs.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.Position;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a log takes. */
class LogFileTest {
    @TempDir
    private Path folder;

    private SqliteEventLog open(Path in) {
        return new SqliteEventLog(Folder.in(in, unbounded()), "node", InstantSource.system());
    }

    private Path file() {
        return folder.resolve(Folder.NAME);
    }

    private void isRefused(String... message) {
        assertThatThrownBy(() -> open(folder).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("log.sqlite.file: ")
                .hasMessageContainingAll(message);
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void shouldRefuseASecondGateway() {
        try (EventLog log = open(folder)) {
            append(log, A);
            isRefused("in use by another gateway");
            append(log, A);
        }
        open(folder).close();
    }

    @Test
    void shouldRefuseASecondGatewayByAnotherName() throws Exception {
        try (EventLog log = open(folder)) {
            append(log, A);
            Path other = Files.createDirectory(folder.resolve("other"));
            Files.createSymbolicLink(other.resolve(Folder.NAME), file());
            assertThatThrownBy(() -> open(other).close()).hasMessageContaining("in use by another gateway");
        }
    }

    @Test
    void shouldRefuseANewerSchema() throws Exception {
        open(folder).close();
        int newer = Schema.VERSION + 1;
        execute("PRAGMA user_version = " + newer);
        isRefused("newer gateway", "schema " + newer + ", this one knows " + Schema.VERSION);
        execute("PRAGMA user_version = " + Schema.VERSION);
        open(folder).close();
    }

    @Test
    void shouldRefuseAnotherProgramsDatabaseAndLeaveItAsItIs() throws Exception {
        execute("CREATE TABLE theirs (x)");
        isRefused("another program's database");
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
            assertThat(mode.getString(1)).isEqualTo("delete");
        }
    }

    @Test
    void shouldRefuseWhatIsNoDatabase() throws Exception {
        Files.writeString(file(), "shopping list\n".repeat(1_000));
        isRefused("not an SQLite database", "move it away");
        assertThat(file()).hasContent("shopping list\n".repeat(1_000));
    }

    @Test
    void shouldRefuseADamagedFile() throws Exception {
        try (EventLog log = open(folder)) {
            for (int i = 0; i < 2_000; i++) {
                log.append(update(null, "x".repeat(100), A));
            }
        }
        damage(file());
        isRefused("is damaged", "restore a backup");
    }

    /** Writes over everything but the first page. */
    static void damage(Path file) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] garbage = new byte[4096];
            Arrays.fill(garbage, (byte) 0xa5);
            for (long at = 4096; at < channel.size(); at += garbage.length) {
                channel.write(ByteBuffer.wrap(garbage), at);
            }
        }
    }

    @Test
    void shouldKeepItsFilesFromOtherUsers() throws Exception {
        try (EventLog log = open(folder)) {
            append(log, A);
            for (String suffix : List.of("", "-wal", "-shm", "-lock")) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve(Folder.NAME + suffix))))
                        .as("log.db%s", suffix)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void shouldTakeAnEmptyFile() throws Exception {
        Files.createFile(file());
        try (EventLog log = open(folder)) {
            append(log, A);
        }
    }

    @Test
    void shouldRefuseFoldersThatAreMissingFilesOrClosed() {
        assertThatThrownBy(() -> open(folder.resolve("missing")).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missing does not exist; create it");
        // Where nobody, not even root, can make a file.
        assertThatThrownBy(() -> open(Path.of("/proc")).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be writable");
        LogConfig itself = Folder.in(folder, unbounded());
        assertThat(file().toFile().mkdir()).isTrue();
        assertThatThrownBy(() -> new SqliteEventLog(itself, "node", InstantSource.system()).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void shouldRefuseNamesThatTheDriverWouldTakeForOptions() {
        assertThatThrownBy(() -> open(folder.resolve("a?mode=memory")).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must not have a question mark");
    }

    @Test
    void shouldRefuseAReadOnlyFile() throws Exception {
        open(folder).close();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--r--r--"));
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // Root may write everything, unless it has given up its capabilities.
            command.addAll(List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.ssegateway.GatewayMain",
                "--set=server.port=0",
                "--set=management.port=0",
                "--set=log.type=sqlite",
                "--set=log.sqlite.file=" + file()));
        Process gateway = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(gateway.getInputStream().readAllBytes(), UTF_8);
            assertThat(gateway.waitFor()).as(said).isEqualTo(2);
            assertThat(said).contains("log.sqlite.file: ", "must be readable and writable");
        } finally {
            gateway.destroyForcibly();
        }
    }

    @Test
    void shouldBeBackedUpWhileItIsOpen() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Position newest;
        try (EventLog log = open(folder)) {
            append(log, A);
            newest = append(log, A);
            execute("VACUUM INTO '" + copy.resolve(Folder.NAME) + "'");
            append(log, A);
        }
        try (EventLog log = open(copy)) {
            assertThat(read(log, Position.ORIGIN, ALL).entries()).hasSize(2);
            assertThat(append(log, A)).isGreaterThan(newest);
        }
    }

    @Test
    void shouldLeaveOneFileWhenItIsClosed() {
        try (EventLog log = open(folder)) {
            append(log, A);
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(Folder.NAME, Folder.NAME + "-lock");
    }
}
