package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ssegateway.testing.Requests;
import io.ssegateway.testing.RunningGateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What {@code --check-config} finds wrong is what a start finds wrong. */
class CheckConfigTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String SQLITE = "log.type=sqlite";
    private static final String REDIS = "log.type=redis";

    @TempDir
    private static Path folder;

    /** What the command line says and how it ends. */
    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome run(boolean check, List<String> settings) {
        List<String> arguments = new ArrayList<>(check ? List.of("--check-config") : List.of());
        Stream.concat(Stream.of("server.port=0", "management.port=0"), settings.stream())
                .forEach(setting -> arguments.add("--set=" + setting));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new GatewayMain())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    @BeforeAll
    static void makeFiles() throws Exception {
        Files.writeString(folder.resolve("empty"), "\n");
        Files.writeString(folder.resolve("short"), "s3cret\n");
        Files.writeString(folder.resolve("secret"), SECRET + "\n");
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});
        Files.writeString(folder.resolve("garbage"), "shopping list\n".repeat(1_000));
        Files.writeString(
                folder.resolve("private.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        execute("theirs.db", "CREATE TABLE theirs (x)");
        RunningGateway.start(SQLITE, "log.sqlite.file=" + file("newer.db")).close();
        execute("newer.db", "PRAGMA user_version = 999");
        Files.createDirectory(folder.resolve("folder"));
    }

    private static void execute(String name, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file(name));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Stream<Arguments> wrong() {
        String key = "auth.jwt.publisher.key=";
        return Stream.of(
                arguments("auth.jwt.publisher.key", "there is no such file", List.of(key + "file:" + file("missing"))),
                arguments("auth.jwt.publisher.key", "it is a folder", List.of(key + "file:" + file("folder"))),
                arguments("auth.jwt.publisher.key", "is empty", List.of(key + "file:" + file("empty"))),
                arguments("auth.jwt.publisher.key", "not UTF-8 text", List.of(key + "file:" + file("binary"))),
                arguments("auth.jwt.publisher.key", "at least 32 bytes", List.of(key + "file:" + file("short"))),
                arguments("auth.jwt.publisher.key", "at least 32 bytes", List.of(key + "s3cret")),
                arguments("auth.jwt.publisher.key", "write file:", List.of(key + file("secret"))),
                arguments(
                        "auth.jwt.publisher.key",
                        "is a PRIVATE KEY",
                        List.of(key + "file:" + file("private.pem"), "auth.jwt.publisher.algorithm=RS256")),
                arguments(
                        "auth.jwt.subscriber.key",
                        "at least 32 bytes",
                        List.of(key + SECRET, "auth.jwt.subscriber.key=s3cret")),
                arguments(
                        "auth.jwt.jwks-url",
                        "are both set",
                        List.of(
                                key + SECRET,
                                "auth.jwt.subscriber.key=" + SECRET,
                                "auth.jwt.jwks-url=https://idp.example/jwks.json")),
                arguments(
                        "management.token",
                        "there is no such file",
                        List.of("management.token=file:" + file("missing"))),
                arguments(
                        "management.token",
                        "at least 16 characters",
                        List.of("management.token=file:" + file("short"))),
                arguments("management.token", "is empty", List.of("management.token=file:" + file("empty"))),
                arguments(
                        "management.port",
                        "must differ from server.port",
                        List.of("server.port=18080", "management.port=18080")),
                arguments(
                        "log.sqlite.file", "does not exist", List.of(SQLITE, "log.sqlite.file=" + file("no/where.db"))),
                arguments("log.sqlite.file", "is a folder", List.of(SQLITE, "log.sqlite.file=" + file("folder"))),
                arguments(
                        "log.sqlite.file",
                        "not an SQLite database",
                        List.of(SQLITE, "log.sqlite.file=" + file("garbage"))),
                arguments(
                        "log.sqlite.file",
                        "another program's database",
                        List.of(SQLITE, "log.sqlite.file=" + file("theirs.db"))),
                arguments("log.sqlite.file", "newer gateway", List.of(SQLITE, "log.sqlite.file=" + file("newer.db"))),
                arguments("log.redis.uri", "must be redis://", List.of(REDIS, "log.redis.uri=http://127.0.0.1:6379")),
                arguments("log.redis.uri", "must be redis://", List.of(REDIS, "log.redis.uri=127.0.0.1:6379")),
                arguments("log.redis.ca-file", "TLS", List.of(REDIS, "log.redis.ca-file=" + file("secret"))),
                arguments(
                        "log.redis.ca-file",
                        "there is no such file",
                        List.of(REDIS, "log.redis.uri=rediss://h", "log.redis.ca-file=" + file("missing"))),
                arguments(
                        "log.redis.ca-file",
                        "cannot be read as certificates",
                        List.of(REDIS, "log.redis.uri=rediss://h", "log.redis.ca-file=" + file("garbage"))),
                arguments("log.topics", "must be empty", List.of(REDIS, "log.topics=[{prefix: /a}]")),
                arguments("log.max-bytes", "must be 0", List.of(REDIS, "log.max-bytes=1MiB")),
                arguments("server.prot", "is not a key", List.of("server.prot=1")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldSayWhatAStartWouldSay(String key, String problem, List<String> settings) {
        Outcome check = run(true, settings);

        assertThat(check.exitCode()).as(check.err()).isEqualTo(2);
        assertThat(check.err())
                .startsWith("sse-gateway: " + key + ": ")
                .contains(problem)
                .doesNotContain("Exception", "\tat ")
                .hasLineCount(1);
        assertThat(check).isEqualTo(run(false, settings));
    }

    @Test
    void shouldNotFindAHostThatHasNoAddress() {
        for (String listener : List.of("server", "management")) {
            List<String> settings = List.of(
                    listener + ".host=nowhere.invalid",
                    "server.allow-anonymous-publishing=true",
                    "management.token=" + SECRET);
            Outcome check = run(true, settings);
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.err())
                    .isEqualTo("sse-gateway: " + listener + ".host: the name nowhere.invalid is unknown\n");
            assertThat(check).isEqualTo(run(false, settings));
        }
    }

    @Test
    void shouldTakeWhatStarts() {
        List<List<String>> right = List.of(
                List.of(),
                List.of("auth.jwt.publisher.key=file:" + file("secret")),
                List.of(REDIS, "log.redis.uri=redis://127.0.0.1:1"),
                List.of(SQLITE, "log.sqlite.file=" + file("will be made.db"))); // Not by a check.

        for (List<String> settings : right) {
            assertThat(run(true, settings)).isEqualTo(new Outcome(0, "sse-gateway: the configuration is valid\n", ""));
        }
        assertThat(folder.resolve("will be made.db")).doesNotExist();
    }

    @Test
    void shouldLeaveARunningGatewaysFileAlone(@TempDir Path logs) throws IOException {
        String setting = "log.sqlite.file=" + logs.resolve("a b%20#c.db");
        try (RunningGateway gateway = RunningGateway.start(SQLITE, setting)) {
            assertThat(publish(gateway)).isEqualTo(200);
            Map<String, String> before = snapshot(logs);

            assertThat(run(true, List.of(SQLITE, setting)).err()).isEmpty();

            assertThat(snapshot(logs)).isEqualTo(before);
            assertThat(before.keySet()).contains("a b%20#c.db-wal", "a b%20#c.db-shm");
            assertThat(publish(gateway)).isEqualTo(200);
        }
        Map<String, String> closed = snapshot(logs);
        assertThat(run(true, List.of(SQLITE, setting)).err()).isEmpty();
        assertThat(snapshot(logs)).isEqualTo(closed);
    }

    private static int publish(RunningGateway gateway) {
        return gateway.exchange(Requests.publish("/a", "x")).status();
    }

    /** Each file's content and time. */
    private static Map<String, String> snapshot(Path of) throws IOException {
        Map<String, String> snapshot = new TreeMap<>();
        try (Stream<Path> files = Files.list(of)) {
            for (Path file : files.toList()) {
                byte[] content = Files.readAllBytes(file);
                snapshot.put(
                        file.getFileName().toString(),
                        Files.getLastModifiedTime(file) + " " + content.length + " " + Arrays.hashCode(content));
            }
        }
        return snapshot;
    }

    @Test
    void shouldTellNoSecret() {
        String pem = "-----BEGIN EC PRIVATE KEY-----\\nc2VjcmV0IGtleQ==\\n-----END EC PRIVATE KEY-----";
        Outcome check = run(true, List.of("auth.jwt.publisher.key=" + pem, "auth.jwt.publisher.algorithm=ES256"));

        assertThat(check.err()).contains("is a EC PRIVATE KEY").doesNotContain("c2VjcmV0");
        assertThat(check.err().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(500);
    }
}
