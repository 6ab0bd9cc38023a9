package io.ssegateway.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.EventReader;
import io.ssegateway.testing.GatewayProcess;
import io.ssegateway.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The process as an operator starts it, by the launcher in {@code bin}. */
class GatewayProcessIT {
    private static final Path LAUNCHER = Path.of("..", "bin", "sse-gateway").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern LISTENING =
            Pattern.compile("sse-gateway \\S+ listening on http://127\\.0\\.0\\.1:(\\d+), management on"
                    + " http://127\\.0\\.0\\.1:(\\d+) \\((epoll|nio), \\d+ event loops\\)");

    @TempDir
    private Path folder;

    /** A launched process, its output in files so that nothing blocks it. */
    private record Run(Process process, Path out, Path err) implements AutoCloseable {

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("the process ends")
                    .isTrue();
            return process.exitValue();
        }

        String stdout() throws IOException {
            return Files.readString(out);
        }

        String stderr() throws IOException {
            return Files.readString(err);
        }

        /** Waits for the line on standard output that says where the gateway listens. */
        Matcher listening() throws Exception {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!stdout().endsWith("\n") && process.isAlive() && System.nanoTime() < deadline) {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
            Matcher line = LISTENING.matcher(stdout().strip());
            assertThat(line.matches()).as("%s%s", stdout(), stderr()).isTrue();
            return line;
        }

        InetSocketAddress address() throws Exception {
            return new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    Integer.parseInt(listening().group(1)));
        }

        /** Sends SIGTERM. */
        Run terminate() {
            process.destroy();
            return this;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private Run launch(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SSE_GATEWAY_"));
        builder.environment().putAll(environment);
        return new Run(builder.start(), out, err);
    }

    /** One that need not be a JVM with the options that operators get. */
    private Run launchQuickly(String... arguments) throws IOException {
        return launch(GatewayProcess.quickStart(), arguments);
    }

    private static Map<String, String> quickly(String variable, String value) throws IOException {
        Map<String, String> environment = new HashMap<>(GatewayProcess.quickStart());
        environment.put(variable, value);
        return environment;
    }

    private static String[] onFreePorts(String... more) {
        return Stream.concat(Stream.of("--set", "server.port=0", "--set", "management.port=0"), Stream.of(more))
                .toArray(String[]::new);
    }

    @Test
    void shouldServeUntilTerminated() throws Exception {
        try (Run run = launch(Map.of(), onFreePorts("--set", "drain.timeout=5s"));
                EventReader stream =
                        EventReader.of(RawClient.connect(run.address()).get("/events"))) {
            assertThat(stream.nextData()).contains("welcome");
            run.terminate();
            stream.expectEnd();
            assertThat(run.exitCode()).isZero();
            assertThat(run.stdout().lines()).hasSize(1);
            assertThat(run.stderr()).contains("Stopped").doesNotContain("ERROR", "WARN", "\tat ");
        }
    }

    /** Each JDK that this machine has, as JAVA_HOME; empty stands for the java that is first in PATH. */
    static Set<String> jdks() throws IOException {
        Set<String> homes = new LinkedHashSet<>();
        homes.add("");
        addIfModern(System.getenv("JAVA_HOME"), homes);
        Path folder = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> jvms = Files.list(folder)) {
                for (Path jvm : jvms.sorted().toList()) {
                    addIfModern(jvm.toRealPath().toString(), homes);
                }
            }
        }
        System.out.println("JDKs tried: PATH and " + homes);
        return homes;
    }

    private static void addIfModern(@Nullable String home, Set<String> homes) throws IOException {
        if (home == null || !Files.isExecutable(Path.of(home, "bin", "java"))) {
            return;
        }
        Path release = Path.of(home, "release");
        Matcher version = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)")
                .matcher(Files.exists(release) ? Files.readString(release) : "");
        if (version.find() && Integer.parseInt(version.group(1)) >= 17) {
            homes.add(home);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldStartWithoutWarningOnEachJdk(String home) throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", home);
        try (Run run = launch(environment, onFreePorts());
                EventReader stream =
                        EventReader.of(RawClient.connect(run.address()).get("/sse/system-status"))) {
            assertThat(stream.next().event()).isEqualTo("status");
            assertThat(run.terminate().exitCode()).isZero();
            assertThat(run.stderr().lines()).noneMatch(line -> line.contains("WARN"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.prot=8080 | server.prot",
                "server.port=eighty | server.port",
                "server.port=65536 | server.port",
                "limits.request-timeout=-1s | limits.request-timeout",
                "server.host=0.0.0.0 | server.host",
                "nonsense | nonsense"
            })
    void shouldRefuseWrongSettings(String setting, String named) throws Exception {
        try (Run run = launchQuickly(onFreePorts("--set", setting))) {
            isRefused(run, named);
        }
    }

    private static void isRefused(Run run, String named) throws Exception {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.stdout()).isEmpty();
        assertThat(run.stderr()).startsWith("sse-gateway: ").contains(named).doesNotContain("\tat ", "Exception");
    }

    @Test
    void shouldRefuseWrongFilesAndVariables() throws Exception {
        Path yaml = folder.resolve("gateway.yaml");
        Files.writeString(yaml, "server:\n  port: [1\n");
        try (Run run = launchQuickly("--config", "gateway.yaml")) {
            isRefused(run, "gateway.yaml");
        }
        Files.writeString(yaml, "server:\n  porte: 1\n");
        try (Run run = launchQuickly("--config", "gateway.yaml")) {
            isRefused(run, "server.porte");
        }
        try (Run run = launchQuickly("--config", "missing.yaml")) {
            isRefused(run, "missing.yaml");
        }
        try (Run run = launch(quickly("SSE_GATEWAY_SERVER_PORTE", "1"))) {
            isRefused(run, "SSE_GATEWAY_SERVER_PORTE");
        }
        try (Run run = launchQuickly("--nonsense")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.stderr()).contains("--nonsense").doesNotContain("\tat ");
        }
    }

    @Test
    void shouldSayThatPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Run run = launchQuickly(onFreePorts("--set", "server.port=" + taken.getLocalPort()))) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.stdout()).isEmpty();
            assertThat(run.stderr())
                    .contains("sse-gateway: ", "127.0.0.1:" + taken.getLocalPort(), "in use")
                    .doesNotContain("\tat ", "Exception");
        }
    }

    @Test
    void shouldExplainItself() throws Exception {
        try (Run help = launchQuickly("--help");
                Run version = launchQuickly("--version");
                Run check = launchQuickly("--check-config", "--set", "server.port=1");
                Run print = launch(quickly("SSE_GATEWAY_LIMITS_MAX_CONNECTIONS", "77"), "--print-config")) {
            assertThat(List.of(help.exitCode(), version.exitCode(), check.exitCode(), print.exitCode()))
                    .containsOnly(0);
            assertThat(help.stdout()).contains("Usage: sse-gateway", "--config", "--set", "SSE_GATEWAY_JAVA_OPTS");
            assertThat(version.stdout()).matches("sse-gateway \\d+\\.\\d+\\.\\d+\\S*\\R");
            assertThat(check.stdout()).isEqualTo("sse-gateway: the configuration is valid\n");
            assertThat(print.stdout()).contains("max-connections: 77");
            for (Run run : List.of(help, version, check, print)) {
                assertThat(run.stderr()).isEmpty();
            }
            Path printed = Files.writeString(folder.resolve("printed.yaml"), print.stdout());
            try (Run again = launchQuickly("--config", printed.toString(), "--print-config")) {
                assertThat(again.exitCode()).isZero();
                assertThat(again.stdout()).isEqualTo(print.stdout());
            }
        }
    }

    @Test
    void shouldTakeVariablesAndPassOptionsToJvm() throws Exception {
        Map<String, String> environment = Map.of(
                "SSE_GATEWAY_SERVER_PORT",
                "0",
                "SSE_GATEWAY_MANAGEMENT_PORT",
                "0",
                "SSE_GATEWAY_TRANSPORT_TYPE",
                "nio",
                "SSE_GATEWAY_JAVA_OPTS",
                "-Xmx64m -XX:+UseG1GC");
        try (Run run = launch(environment)) {
            Matcher line = run.listening();
            assertThat(line.group(3)).isEqualTo("nio");
            InetSocketAddress management =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(line.group(2)));
            try (RawClient client = RawClient.connect(management)) {
                assertThat(client.get("/metrics").answer().body())
                        .contains("G1 Old Gen")
                        .doesNotContain("Tenured Gen");
            }
            assertThat(run.process().info().arguments().orElseThrow()).contains("-Xmx64m", "-XX:+UseG1GC");
        }
    }
}
