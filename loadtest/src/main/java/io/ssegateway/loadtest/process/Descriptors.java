package io.ssegateway.loadtest.process;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How many streams one process may hold.
 *
 * @param limit of file descriptors
 */
public record Descriptors(long limit) {

    /** Those that the JVM, the event loops and publishers take besides the streams. */
    private static final int OTHERS = 100;

    /**
     * The limit of this process, which processes started by it inherit; as good as none where the system tells none.
     */
    public static Descriptors ofThisProcess() {
        return new Descriptors(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        ? system.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE);
    }

    /** The least number of processes that can hold so many streams. */
    public int processesFor(int streams) {
        long each = Math.max(1, limit - OTHERS);
        return (int) Math.max(1, (streams + each - 1) / each);
    }

    /** Why so many processes cannot hold so many streams, if they cannot. */
    public Optional<String> tooFew(int streams, int processes) {
        int each = (streams + processes - 1) / processes;
        return limit >= each + OTHERS
                ? Optional.empty()
                : Optional.of(
                        "%d streams need %d file descriptors, but the limit is %d: raise it with 'ulimit -n %2$d' or open fewer"
                                .formatted(each, each + OTHERS, limit));
    }
}
