package io.ssegateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The gateway as its users run it: started by its launcher, a process of its own, stopped by signals. What it logs goes
 * to a file beside the test reports, with Netty's leak detector on every buffer.
 */
public final class GatewayProcess implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("listening on (\\S+), management on (\\S+) .*");
    private static final Path LAUNCHER = Path.of("..", "bin", "sse-gateway");
    private static final Path JAR = Path.of("target", "sse-gateway.jar");
    private static final Path LOGS = Path.of("target", "failsafe-reports");
    /** Without a colon, which separates archives. */
    private static final Path CLASSES = LOGS.resolve("classes-"
            + System.getProperty(
                            "sse.build", ManagementFactory.getRuntimeMXBean().getName())
                    .replace(':', '.') + ".jsa");

    private final Process process;
    private final URI url;
    private final URI management;

    private GatewayProcess(Process process, URI url, URI management) {
        this.process = process;
        this.url = url;
        this.management = management;
    }

    /**
     * Starts a gateway, by default on free ports; returns when it listens.
     *
     * @param settings such as {@code server.port=8080}
     */
    public static GatewayProcess start(String... settings) throws IOException {
        archiveClasses();
        Path log = Files.createTempFile(LOGS, "gateway-", ".log");
        Process process = builder(settings).redirectError(log.toFile()).start();
        BufferedReader output = process.inputReader(UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                return new GatewayProcess(process, URI.create(listens.group(1)), URI.create(listens.group(2)));
            }
        }
        throw new AssertionError("the gateway did not start: " + Files.readString(log));
    }

    /**
     * Has a gateway note the classes that it loads: to start with them takes half the time. Once for each build,
     * whichever JVM of the tests comes first.
     */
    private static synchronized void archiveClasses() throws IOException {
        Path lock = Files.createDirectories(LOGS).resolve("classes.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            if (Files.exists(CLASSES)) {
                return;
            }
            // This build has just made the jar; but Maven leaves an unchanged one as old as it is, and the launcher
            // would start another build in the middle of this one. Not later: the archive is for a jar of this time.
            Files.setLastModifiedTime(JAR, FileTime.from(Instant.now()));
            ProcessBuilder builder = builder();
            builder.environment().put("SSE_GATEWAY_JAVA_OPTS", "-XX:ArchiveClassesAtExit=" + CLASSES.toAbsolutePath());
            Process process =
                    builder.redirectError(LOGS.resolve("classes.log").toFile()).start();
            try (BufferedReader output = process.inputReader(UTF_8)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    if (LISTENS.matcher(line).find()) {
                        // By its handle, which leaves its output open.
                        process.toHandle().destroy();
                    }
                }
            }
        }
    }

    private static ProcessBuilder builder(String... settings) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of("--set", "server.port=0", "--set", "management.port=0"));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SSE_GATEWAY_"));
        builder.environment().putAll(environment());
        return builder;
    }

    private static Map<String, String> environment() {
        return Map.of(
                "SSE_GATEWAY_JAVA_OPTS",
                "-Xmx256m -XX:TieredStopAtLevel=1 -XX:SharedArchiveFile=" + CLASSES.toAbsolutePath()
                        + " -Dio.netty.leakDetection.level=simple -Dio.netty.leakDetection.samplingInterval=1",
                "JAVA_HOME",
                System.getProperty("java.home"));
    }

    /** Variables with which the launcher's process is there in a third of the time, for those who start many. */
    public static Map<String, String> quickStart() throws IOException {
        archiveClasses();
        return environment();
    }

    /** The public listener, such as {@code http://127.0.0.1:8080}. */
    public URI url() {
        return url;
    }

    /** The management listener. */
    public URI management() {
        return management;
    }

    /** The number of the process. */
    public long pid() {
        return process.pid();
    }

    /** SIGTERM. Returns when the process is gone, which is an orderly end. */
    public void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it stops").isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** SIGKILL. Returns when the process is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
