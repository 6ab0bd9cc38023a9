package io.ssegateway.auth.webhook;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Stops calls to a service that is unavailable: after consecutive failures for several clients there are no calls for a
 * pause, then some clients may try with one question each, until one succeeds. A client whose questions fail, perhaps
 * on purpose, neither opens the breaker for the others nor keeps it open. Logs when it opens and when it closes. Safe
 * for any thread.
 *
 * <pre>
 *   closed ── failures of FAILURES clients, or as many connections that could not be made ──▶ open
 *   open ── pause over ──▶ half open: FAILURES clients may ask one question each
 *   half open ── one succeeds ──▶ closed;   ── no connection, or a pause later ──▶ the next pause or try
 * </pre>
 */
final class CircuitBreaker {
    /**
     * The number of clients, or connections, that must fail without a success in between. Also bounds how many are
     * remembered.
     */
    static final int FAILURES = 5;

    private static final Logger LOG = LogManager.getLogger();

    private final String service;
    private final long pauseNanos;
    private final Ticker ticker;

    // This guards everything below.
    /** While it is closed, those whose questions failed; while it is half open, those who have tried. */
    private final Set<String> askers = new HashSet<>();

    private int unreachable;
    private boolean open;
    private boolean pausing;
    private long sinceNanos;

    /**
     * A closed one.
     *
     * @param service its name, for the log
     */
    CircuitBreaker(String service, Duration pause, Ticker ticker) {
        this.service = service;
        this.pauseNanos = pause.toNanos();
        this.ticker = ticker;
    }

    /** Whether a client's question may be asked; the caller then asks it, and reports the result. */
    synchronized boolean allows(String asker) {
        if (!open) {
            return true;
        }
        long now = ticker.nanoTime();
        if (now - sinceNanos >= pauseNanos) {
            sinceNanos = now;
            pausing = false;
            askers.clear();
        }
        return !pausing && askers.size() < FAILURES && askers.add(asker);
    }

    synchronized void succeeded() {
        if (open) {
            LOG.info("The webhook {} answers again", service);
        }
        open = false;
        unreachable = 0;
        askers.clear();
    }

    /**
     * A client's question has failed.
     *
     * @param why ends the log's line
     */
    synchronized void failed(String asker, String why) {
        LOG.debug("The webhook {} failed: {}", service, why);
        if (!open) {
            askers.add(asker);
            openAfterEnough(why);
        }
    }

    /**
     * No connection could be made, whatever the question was.
     *
     * @param why ends the log's line
     */
    synchronized void failedToConnect(String why) {
        LOG.debug("The webhook {} cannot be reached: {}", service, why);
        if (open) {
            pausing = true;
        } else {
            unreachable++;
            openAfterEnough(why);
        }
    }

    private void openAfterEnough(String why) {
        int failures = askers.size() + unreachable;
        if (failures == FAILURES) {
            open = true;
            pausing = true;
            sinceNanos = ticker.nanoTime();
            LOG.warn(
                    "The webhook {} failed {} times in a row; it is called again after auth.webhook.breaker: {}",
                    service,
                    failures,
                    why);
        }
    }
}
