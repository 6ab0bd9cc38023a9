package io.ssegateway.loadtest.report;

import java.time.Duration;
import java.util.Optional;

/** Reads how much CPU time, user and system together, the server's process has used. Its resolution is that of the OS, 10 ms. */
public final class ServerCpu {
    private final Optional<ProcessHandle> process;

    /** A reader for a process of this machine; 0 for none, whose time is always zero. */
    public ServerCpu(long pid) {
        this.process = pid == 0 ? Optional.empty() : ProcessHandle.of(pid);
    }

    /** The time used up to now. */
    public Duration used() {
        return process.flatMap(handle -> handle.info().totalCpuDuration()).orElse(Duration.ZERO);
    }
}
