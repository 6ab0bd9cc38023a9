package io.ssegateway.loadtest.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gateway of one's own for a run: the project's launcher, with the default configuration but for the ports. */
final class StartedGateway implements AutoCloseable {

    private static final String LAUNCHER = "bin/sse-gateway";

    /** The launcher may have to build first. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final long STOP_SECONDS = 60;

    private final Process process;

    private StartedGateway(Process process) {
        this.process = process;
    }

    /** Starts one and waits until it takes connections. */
    static StartedGateway on(URI address) {
        if (isListening(address)) {
            throw new IllegalStateException(address + " is taken; leave out -Dgateway=start to use what runs there");
        }
        Path root = root();
        Path log = root.resolve("loadtest").resolve("target").resolve("gatling-gateway.log");
        try {
            Process process = new ProcessBuilder(
                            root.resolve(LAUNCHER).toString(),
                            "--set",
                            "server.host=" + address.getHost(),
                            "--set",
                            "server.port=" + address.getPort(),
                            "--set",
                            "management.port=0")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            StartedGateway gateway = new StartedGateway(process);
            gateway.await(address, log);
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        for (@Nullable Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve(LAUNCHER))) {
                return folder;
            }
        }
        throw new IllegalStateException("no " + LAUNCHER + " here or above");
    }

    private void await(URI address, Path log) {
        Instant end = Instant.now().plus(START);
        while (!isListening(address)) {
            try {
                if (process.waitFor(100, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
                    throw new IllegalStateException("the gateway did not start; what it said is in " + log);
                }
            } catch (InterruptedException e) {
                close();
                throw new IllegalStateException(e);
            }
        }
    }

    static boolean isListening(URI address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 1_000);
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
