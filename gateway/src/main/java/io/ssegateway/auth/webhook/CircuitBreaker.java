package io.ssegateway.auth.webhook;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Keeps calls from a service that fails: after some failures in a row none for a pause, then one that tries, and so on until one
 * succeeds. Says so in the log when it begins and when it is over. Safe for any thread.
 */
final class CircuitBreaker {
    /** Failures in a row that are enough. */
    static final int FAILURES = 5;

    private static final Logger LOG = LogManager.getLogger();

    private final String service;
    private final long pauseNanos;
    private final LongSupplier nanoClock;

    // All below is guarded by this.
    private int inARow;
    private long pausedSinceNanos;

    /**
     * A closed one.
     *
     * @param service   its name, for the log
     * @param nanoClock as {@link System#nanoTime}
     */
    CircuitBreaker(String service, Duration pause, LongSupplier nanoClock) {
        this.service = service;
        this.pauseNanos = pause.toNanos();
        this.nanoClock = nanoClock;
    }

    /** Whether a call may be made; whoever is told so makes it, and tells what became of it. */
    synchronized boolean allows() {
        if (inARow < FAILURES) {
            return true;
        }
        long now = nanoClock.getAsLong();
        if (now - pausedSinceNanos < pauseNanos) {
            return false;
        }
        pausedSinceNanos = now; // One tries; the others wait for it, or for another pause.
        return true;
    }

    synchronized void succeeded() {
        if (inARow >= FAILURES) {
            LOG.info("The webhook {} answers again", service);
        }
        inARow = 0;
    }

    /** @param why ends the log's line */
    synchronized void failed(String why) {
        if (inARow < FAILURES) {
            inARow++;
            LOG.debug("The webhook {} failed: {}", service, why);
            if (inARow == FAILURES) {
                pausedSinceNanos = nanoClock.getAsLong();
                LOG.warn(
                        "The webhook {} failed {} times in a row and is left alone for a while: {}",
                        service,
                        inARow,
                        why);
            }
        }
    }
}
