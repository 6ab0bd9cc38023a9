package io.ssegateway.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * How many connections fit into the process's file descriptors. Running out of them would stop accepting altogether.
 */
public final class DescriptorLimit {
    private static final Logger LOG = LogManager.getLogger();
    /** Jars, event loops, listeners, management and refused connections under way. */
    private static final int RESERVE = 256;

    private DescriptorLimit() {}

    /**
     * The cap to work with.
     *
     * @param configured {@code limits.max-connections}; 0 for as many as fit
     * @param besides further connections that may be open
     */
    public static int connections(int configured, int besides) {
        long fit = Math.max(1, descriptors() - RESERVE - besides);
        if (configured > fit) {
            LOG.warn(
                    "limits.max-connections is {}, but the process may open only {} descriptors, enough for {}"
                            + " connections; raise that limit (ulimit -n, LimitNOFILE=) or lower"
                            + " limits.max-connections",
                    configured,
                    descriptors(),
                    fit);
        }
        return configured == 0 ? (int) Math.min(fit, Integer.MAX_VALUE) : configured;
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
    }
}
