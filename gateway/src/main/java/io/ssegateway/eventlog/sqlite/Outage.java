package io.ssegateway.eventlog.sqlite;

import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Whether something fails now, and why; says so in the log once when it begins and once when it is over. Safe for any thread. */
final class Outage {
    private static final Logger LOG = LogManager.getLogger();

    private final String what;
    private volatile @Nullable String problem;

    /** @param what fails, such as {@code "be written"} */
    Outage(String what) {
        this.what = what;
    }

    /** Why, in a sentence; empty while all is well. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    boolean isOn() {
        return problem != null;
    }

    /** It fails; may be said again and again. */
    synchronized void begin(String sentence, Throwable cause) {
        if (problem == null) {
            LOG.warn("The event log cannot {}: {}", what, sentence);
        }
        problem = sentence;
        LOG.debug("The event log cannot {}", what, cause);
    }

    /** It works; may be said again and again. */
    synchronized void end() {
        if (problem != null) {
            problem = null;
            LOG.info("The event log can {} again", what);
        }
    }
}
