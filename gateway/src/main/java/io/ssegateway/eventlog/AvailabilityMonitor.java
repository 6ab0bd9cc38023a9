package io.ssegateway.eventlog;

import io.ssegateway.config.Durations;
import java.time.Duration;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether something works now, and if not, why; logs once when it fails and once when it works again. Safe for any
 * thread.
 */
public final class AvailabilityMonitor {
    private static final Logger LOG = LogManager.getLogger();

    private final String failing;
    private final String working;
    private volatile @Nullable String problem;
    private boolean isLogged;
    private long sinceNanos;

    /**
     * A monitor of something that works.
     *
     * @param failing the warning; {@code {}} stands for the reason
     * @param working what is logged when it works again
     */
    public AvailabilityMonitor(String failing, String working) {
        this.failing = failing;
        this.working = working;
    }

    /** Why it fails, in a sentence for the operator; empty while it works. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** It does not work yet, for a reason that needs no warning. */
    public synchronized void pending(String reason) {
        problem = reason;
    }

    /** It fails; may be called again and again. */
    public synchronized void failed(String reason, @Nullable Throwable cause) {
        problem = reason;
        if (!isLogged) {
            isLogged = true;
            sinceNanos = System.nanoTime();
            LOG.warn(failing, reason);
        }
        LOG.debug(failing, reason, cause);
    }

    /** It works; may be called again and again. */
    public synchronized void recovered() {
        problem = null;
        if (isLogged) {
            isLogged = false;
            LOG.info("{}, after {}", working, Durations.words(Duration.ofNanos(System.nanoTime() - sinceNanos)));
        }
    }
}
