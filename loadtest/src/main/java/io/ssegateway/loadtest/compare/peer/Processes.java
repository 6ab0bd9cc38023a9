package io.ssegateway.loadtest.compare.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes that do not outlive this one: they are stopped when it is told to stop, and the kernel stops them
 * when it ends in any other way.
 */
final class Processes {

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final long LISTEN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int LOOK_MILLIS = 20;
    private static final int SHOWN_BYTES = 2_000;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Processes::stopAll, "stop-peers"));
    }

    private Processes() {}

    /**
     * Starts a server and waits until it listens. The thread that calls must not end before the server: Linux ties a
     * process to the thread that started it.
     *
     * @param environment in addition to that of this process
     * @param log takes what it prints
     * @throws IOException if it ends, or does not listen within a minute
     */
    static Process startServer(List<String> command, Map<String, String> environment, Path log, int port)
            throws IOException, InterruptedException {
        Process process = start(command, environment, log);
        try {
            awaitListening(process, log, port);
            return process;
        } catch (IOException | InterruptedException e) {
            stop(process, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    /**
     * Runs a program to its end.
     *
     * @throws IOException if it cannot be run or fails
     */
    static void run(List<String> command, Path log) throws IOException, InterruptedException {
        Process process = start(command, Map.of(), log);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(
                        "'%s' ended with %d: %s".formatted(String.join(" ", command), process.exitValue(), end(log)));
            }
        } finally {
            stop(process, 0, TimeUnit.SECONDS);
        }
    }

    private static Process start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        List<String> bound = new ArrayList<>();
        Programs.installed()
                .find("setpriv")
                .ifPresent(setpriv -> bound.addAll(List.of(setpriv.toString(), "--pdeathsig", "TERM", "--")));
        bound.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(bound)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        RUNNING.add(process);
        return process;
    }

    private static void awaitListening(Process process, Path log, int port) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!Loopback.listens(port)) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("it ended with %d: %s".formatted(process.exitValue(), end(log)));
            }
            if (System.nanoTime() - start > LISTEN_NANOS) {
                throw new IOException("it does not listen: " + end(log));
            }
        }
    }

    /** The last of what a process has printed. */
    private static String end(Path log) throws IOException {
        String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
        return text.isEmpty() ? "it printed nothing" : text.substring(Math.max(0, text.length() - SHOWN_BYTES));
    }

    /**
     * Stops a process, by force if it takes longer, and those that it has started with it; returns when they have
     * ended.
     */
    static void stop(Process process, long time, TimeUnit unit) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        boolean interrupted = false;
        try {
            process.waitFor(time, unit);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        started.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        started.forEach(handle -> handle.onExit().join());
        RUNNING.remove(process);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopAll() {
        // All at once first, so that they do not take their time one after the other.
        RUNNING.forEach(Process::destroy);
        RUNNING.forEach(process -> stop(process, 1, TimeUnit.SECONDS));
    }
}
