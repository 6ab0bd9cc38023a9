package io.ssegateway.loadtest.compare.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What a process and those that it has started use, by what Linux tells in {@code /proc}. */
public final class ProcessTree {

    /** The kernel's unit in {@code /proc/PID/stat}, whatever its own clock: 10 ms. */
    private static final long TICK_MILLIS = 10;

    /** Of {@code /proc/PID/stat}, counted from the one after the name, which is in parentheses and may contain anything. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    private static final long KIBIBYTE = 1024;

    private final ProcessHandle root;

    public ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /** The ids of its processes that run now. */
    public long[] pids() {
        return Stream.concat(Stream.of(root), root.descendants())
                .mapToLong(ProcessHandle::pid)
                .toArray();
    }

    /**
     * CPU time that they have used up to now, user and system together, in steps of 10 ms.
     *
     * @throws UncheckedIOException if one of them has ended
     */
    public Duration cpu() {
        return Duration.ofMillis(TICK_MILLIS * sum(ProcessTree::ticks));
    }

    /**
     * Their memory in bytes: what is theirs alone, and their share of what they have in common with others (PSS).
     *
     * @throws UncheckedIOException if one of them has ended, or its memory may not be looked at
     */
    public long memory() {
        return KIBIBYTE * sum(ProcessTree::kibibytes);
    }

    private long sum(ToLongFunction<Path> figure) {
        long sum = 0;
        for (long pid : pids()) {
            sum += figure.applyAsLong(Path.of("/proc", Long.toString(pid)));
        }
        return sum;
    }

    private static long ticks(Path process) {
        String stat = read(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    }

    private static long kibibytes(Path process) {
        return read(process.resolve("smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no line Pss in " + process.resolve("smaps_rollup")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
