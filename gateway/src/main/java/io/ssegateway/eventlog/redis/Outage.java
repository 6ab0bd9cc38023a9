package io.ssegateway.eventlog.redis;

import io.ssegateway.config.Durations;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** What keeps the log from being used: told once when it begins and once when it is over. Safe for use by any thread. */
final class Outage {
    private static final Logger LOG = LogManager.getLogger();

    /** What may be out. */
    enum Part {
        COMMANDS,
        TAIL
    }

    private final String where;
    private final Map<Part, String> problems = new EnumMap<>(Part.class);
    private volatile Optional<String> problem;
    private boolean told;
    private long sinceNanos;

    /**
     * Everything is out until it has answered once, of which nothing is told as long as nothing has failed.
     *
     * @param where the Redis that is spoken of, without its password
     */
    Outage(String where) {
        this.where = where;
        for (Part part : Part.values()) {
            problems.put(part, "it has not answered yet");
        }
        problem = Optional.of(sentence());
    }

    /** A sentence for the operator; empty while all is well. */
    Optional<String> problem() {
        return problem;
    }

    synchronized void begin(Part part, String why) {
        problems.put(part, why);
        problem = Optional.of(sentence());
        if (!told) {
            told = true;
            sinceNanos = System.nanoTime();
            LOG.warn("{}. Publishing is refused until it is back; streams stay open", sentence());
        }
    }

    private String sentence() {
        return "The event log in Redis (" + where + ") is unavailable: "
                + problems.values().iterator().next();
    }

    synchronized void end(Part part) {
        if (problems.remove(part) == null) {
            return;
        }
        problem = problems.isEmpty() ? Optional.empty() : Optional.of(sentence());
        if (problems.isEmpty() && told) {
            told = false;
            Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
            LOG.info("The event log in Redis ({}) is available again, after {}", where, Durations.words(took));
        }
    }
}
