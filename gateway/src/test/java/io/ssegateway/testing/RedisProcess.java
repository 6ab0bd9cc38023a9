package io.ssegateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's redis-server as a child of the test, on a free port of the loopback address, with its data in a folder of
 * its own.
 */
public final class RedisProcess implements AutoCloseable {
    private static final int ATTEMPTS = 200;
    private static final long ATTEMPT_MILLIS = 50;

    private final Path folder;
    private final int port;
    private final List<String> command;
    private Process process;

    private RedisProcess(Path folder, int port, List<String> command) {
        this.folder = folder;
        this.port = port;
        this.command = command;
        this.process = launch();
    }

    /**
     * Starts one with these settings, such as {@code --maxmemory 5mb}. Its blocks have one entry, so that it trims
     * exactly.
     */
    public static RedisProcess start(String... settings) {
        Path folder = newFolder();
        int port = FreePort.find();
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--stream-node-max-entries",
                "1"));
        command.addAll(List.of(settings));
        return new RedisProcess(folder, port, command);
    }

    /** Starts one that may become part of a cluster. The port of its own choice for that could be some client's. */
    public static RedisProcess startForCluster(String... settings) {
        List<String> all = new ArrayList<>(
                List.of("--cluster-enabled", "yes", "--cluster-port", Integer.toString(FreePort.find())));
        all.addAll(List.of(settings));
        return start(all.toArray(String[]::new));
    }

    /**
     * Starts one that also speaks TLS, for 127.0.0.1, signed by an authority of its own.
     *
     * @param tlsPort where it speaks TLS
     */
    public static RedisProcess startWithTls(Certificates certificates, int tlsPort) {
        return start(
                "--tls-port",
                Integer.toString(tlsPort),
                "--tls-cert-file",
                certificates.certificate().toString(),
                "--tls-key-file",
                certificates.key().toString(),
                "--tls-ca-cert-file",
                certificates.authority().toString(),
                "--tls-auth-clients",
                "no");
    }

    /** Starts a Sentinel that alone watches a master, by the name mymaster, and gives it up after a second. */
    public static RedisProcess sentinelOf(RedisProcess master) {
        Path folder = newFolder();
        int port = FreePort.find();
        Path file = folder.resolve("sentinel.conf");
        try {
            Files.writeString(
                    file,
                    "port " + port + "\nbind 127.0.0.1\ndir " + folder + "\nsentinel monitor mymaster 127.0.0.1 "
                            + master.port() + " 1\nsentinel down-after-milliseconds mymaster 1000\n"
                            + "sentinel failover-timeout mymaster 5000\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RedisProcess(folder, port, List.of("redis-sentinel", file.toString()));
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One for all tests of this JVM that leave it running; each uses a stream of its own. It is fast rather than safe.
     */
    public static RedisProcess shared() {
        return Shared.REDIS;
    }

    /** Two test engines run the same class one after the other, so it ends with the JVM. */
    private static final class Shared {
        static final RedisProcess REDIS = start("--appendfsync", "no");

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(REDIS::close));
        }
    }

    private Process launch() {
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            awaitAnswer(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + " is needed: apt-get install " + command.get(0), e);
        }
    }

    private void awaitAnswer(Process started) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                if (command("PING").startsWith("+PONG")) {
                    return;
                }
                started.waitFor(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (UncheckedIOException notYet) {
                try {
                    started.waitFor(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (!started.isAlive()) {
                break;
            }
        }
        throw new AssertionError(command.get(0) + " did not start: " + Files.readString(folder.resolve("output")));
    }

    public int port() {
        return port;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Sends one command on a connection of its own; answers the first piece of what comes back. */
    public String command(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (Socket socket = new Socket()) {
            socket.connect(address(), 5_000);
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.toString().getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            byte[] answer = new byte[64 * 1024];
            int length = in.read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stands still: it takes connections and bytes, and answers nothing. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends it without a chance to write anything. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Starts it again, with the file that it had. */
    public void restart() {
        process = launch();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
