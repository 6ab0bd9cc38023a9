package io.ssegateway.loadtest.smoke;

import io.ssegateway.loadtest.process.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The gateway as it was built, in a process of its own on free ports of the loopback address. */
final class GatewayProcess implements AutoCloseable {

    private static final Pattern LISTENING =
            Pattern.compile("listening on (http://[^, ]+), management on (http://[^, ]+)");
    private static final int SECONDS = 30;

    private final Process process;
    private final Path log;
    private final URI url;
    private final URI management;

    private GatewayProcess(Process process, Path log, URI url, URI management) {
        this.process = process;
        this.log = log;
        this.url = url;
        this.management = management;
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param target folder with the gateway's jar and its libraries
     * @param log takes all that it prints
     * @throws IOException if it does not start
     */
    static GatewayProcess start(Path target, Path log) throws IOException, InterruptedException {
        Path jar = target.resolve("sse-gateway.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IOException(jar + " does not exist; build it, or set its path with --gateway");
        }
        // Every buffer is watched, and collections come often, so that one which nobody released is reported.
        List<String> options = new ArrayList<>(List.of(
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Dio.netty.leakDetection.level=simple",
                "-Dio.netty.leakDetection.samplingInterval=1"));
        Path logging = target.resolve("../../config/log4j2.xml").normalize();
        if (Files.isRegularFile(logging)) {
            options.add("-Dlog4j2.configurationFile=" + logging.toAbsolutePath());
        }
        Process process = new ProcessBuilder(JavaProcess.command(
                        jar + ":" + target.resolve("lib") + "/*",
                        options,
                        "io.ssegateway.GatewayMain",
                        "--set",
                        "server.port=0",
                        "--set",
                        "management.port=0"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Matcher listening = await(process, log);
            return new GatewayProcess(process, log, URI.create(listening.group(1)), URI.create(listening.group(2)));
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Matcher await(Process process, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
            Matcher listening = LISTENING.matcher(Files.readString(log));
            if (listening.find()) {
                return listening;
            }
            if (ended) {
                throw new IOException("the gateway ended with exit code " + process.exitValue() + ", see " + log);
            }
        }
        throw new IOException("the gateway did not listen within " + SECONDS + " s, see " + log);
    }

    URI url(String path) {
        return url.resolve(path);
    }

    URI metrics() {
        return management.resolve("/metrics");
    }

    long pid() {
        return process.pid();
    }

    /** Descriptors that it has open; nothing where the system does not tell. */
    OptionalLong descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
            return OptionalLong.of(open.count());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Lines in which Netty's leak detector reports buffers that nobody released. */
    List<String> leaks() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("LEAK:")).toList();
        }
    }

    /**
     * Asks it to stop with SIGTERM, and answers with its exit code.
     *
     * @throws IOException if it does not stop in time
     */
    int stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("it did not stop within " + SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Ends it by force, unless it has ended. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
