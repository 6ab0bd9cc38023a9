package io.ssegateway.limit;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How long a rejected client is asked to wait: random between a base and twice that, for each client, so that clients
 * that were rejected together do not return together. Any thread.
 */
public final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final long baseMillis;
    private final Supplier<? extends RandomGenerator> random;

    /**
     * @param base the shortest wait, counted in whole milliseconds
     * @throws IllegalArgumentException if it is negative or more than a year
     */
    public RetryAfter(Duration base) {
        this(base, ThreadLocalRandom::current);
    }

    RetryAfter(Duration base, Supplier<? extends RandomGenerator> random) {
        if (base.isNegative() || base.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the wait must be between 0s and a year, not " + base);
        }
        this.baseMillis = base.toMillis();
        this.random = random;
    }

    /** For the Retry-After header: whole seconds of the span, at least 1. */
    public long seconds() {
        long shortest = Math.max(1, (baseMillis + 999) / 1000);
        long longest = Math.max(shortest, 2 * baseMillis / 1000);
        return random.get().nextLong(shortest, longest + 1);
    }

    /**
     * For the {@code retry:} field: milliseconds of the span, at least 1, as with 0 the client would not wait at all.
     */
    public long millis() {
        long shortest = Math.max(1, baseMillis);
        return random.get().nextLong(shortest, 2 * shortest + 1);
    }
}
