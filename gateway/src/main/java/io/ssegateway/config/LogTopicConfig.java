package io.ssegateway.config;

import java.time.Duration;

/**
 * How much the log keeps of the topics with a prefix; 0 stands for the value of the whole log. {@link LogConfig} checks
 * it, because that knows its place in the list.
 *
 * @param prefix what the topics begin with; the longest match applies
 * @param maxEvents updates of these topics together
 * @param maxBytes their estimated size together, in bytes
 * @param maxAge how long an update is kept
 */
public record LogTopicConfig(
        String prefix, int maxEvents, @Bytes long maxBytes, Duration maxAge) {
    static final Duration LONGEST_AGE = Duration.ofDays(365);
    static final int MOST_EVENTS = 100_000_000;

    void check(String key) {
        Require.notEmpty(key + ".prefix", prefix);
        Require.between(key + ".max-events", maxEvents, 0, MOST_EVENTS);
        Require.bytesBetween(key + ".max-bytes", maxBytes, 0, Require.TEBIBYTE);
        Require.between(key + ".max-age", maxAge, Duration.ZERO, LONGEST_AGE);
    }
}
