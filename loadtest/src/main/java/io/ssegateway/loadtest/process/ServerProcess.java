package io.ssegateway.loadtest.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the server's processes have used. The resolution of CPU time is that of the OS, 10 ms; memory is known on
 * Linux.
 */
public final class ServerProcess {

    private static final Pattern RSS = Pattern.compile("(?m)^Rss: +(\\d+) kB$");
    private static final Pattern PSS = Pattern.compile("(?m)^Pss: +(\\d+) kB$");
    private static final long KIBIBYTE = 1024;

    private final List<ProcessHandle> processes;

    /** @param pids of processes of this machine; those that do not exist have used nothing */
    public ServerProcess(List<Long> pids) {
        this.processes =
                pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
    }

    /** The CPU time used up to now. */
    public Duration cpu() {
        return processes.stream().map(ServerProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * The CPU time used up to now and the memory in use, which costs the kernel a walk through the processes' pages.
     */
    public Usage usage() {
        return processes.stream().map(ServerProcess::usage).reduce(Usage.NONE, Usage::plus);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static Usage usage(ProcessHandle process) {
        String memory = read(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"));
        return new Usage(cpu(process), bytes(RSS, memory), bytes(PSS, memory));
    }

    private static long bytes(Pattern row, @Nullable String memory) {
        Matcher found = row.matcher(memory == null ? "" : memory);
        return found.find() ? Long.parseLong(found.group(1)) * KIBIBYTE : 0;
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return null; // Another system, another user's process, or one that has ended.
        }
    }
}
