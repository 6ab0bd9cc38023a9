package io.ssegateway.endpoint.demo;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The load of the machine and of this JVM. The JVM computes a CPU load between two calls; so the result is kept for a
 * second and shared by all streams. Thread-safe.
 */
public final class SystemStatus {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    /** Loads are 0 to 1 over all processors, sizes are bytes. */
    public record Snapshot(String type, Cpu cpu, Memory memory, Jvm jvm, String timestamp) {}

    /** The machine's load, this process's share of it, and the number of processors. */
    public record Cpu(double system, double process, int processors) {}

    /** The machine's memory; used is what programs could not get. */
    public record Memory(long total, long used) {}

    /** The heap in use and its limit, the memory outside the heap, threads, and the time since the start. */
    public record Jvm(long heapUsed, long heapMax, long nonHeapUsed, int threads, long uptimeSeconds) {}

    private final OperatingSystemMXBean os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final InstantSource clock;
    private Instant taken;
    private Snapshot latest;

    /** Takes the first snapshot, from which the first load is computed. */
    public SystemStatus(InstantSource clock) {
        this.clock = clock;
        this.taken = clock.instant();
        this.latest = take(taken);
    }

    /** The state at most a second ago. */
    public synchronized Snapshot current() {
        Instant now = clock.instant();
        if (Duration.between(taken, now).compareTo(FRESH) >= 0) {
            latest = take(now);
            taken = now;
        }
        return latest;
    }

    private Snapshot take(Instant now) {
        long total = os.getTotalMemorySize();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long nonHeap =
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
        return new Snapshot(
                "status",
                new Cpu(load(os.getCpuLoad()), load(os.getProcessCpuLoad()), os.getAvailableProcessors()),
                new Memory(total, total - available(os.getFreeMemorySize())),
                new Jvm(heap.getUsed(), heap.getMax(), nonHeap, threads, uptime),
                now.toString());
    }

    /** Before the JVM knows, it returns a negative number or none. */
    private static double load(double reported) {
        return reported >= 0 ? Math.round(reported * 1000) / 1000.0 : 0;
    }

    /** Linux counts the page cache as not free, although it is available; its own estimate is better. */
    private static long available(long free) {
        if (!Files.isReadable(MEMINFO)) {
            return free;
        }
        try {
            for (String line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            return free;
        }
        return free;
    }
}
