package io.ssegateway.eventlog;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogTopicConfig;
import java.time.Duration;

/**
 * How much is kept of all topics with a prefix together.
 *
 * @param prefix what they begin with; empty for every topic
 * @param maxEvents updates
 * @param maxBytes their {@linkplain Entry#estimatedBytes estimated size}
 * @param maxAgeMillis how long an update is kept; 0 means no limit
 */
public record RetentionRule(String prefix, int maxEvents, long maxBytes, long maxAgeMillis) {

    /** The rule for topics that have none of their own. */
    static RetentionRule general(LogConfig config) {
        return new RetentionRule(
                "",
                config.maxEvents(),
                config.effectiveMaxBytes(),
                config.maxAge().toMillis());
    }

    /** A rule for a prefix; a 0 is replaced by the general rule's value. */
    static RetentionRule of(LogTopicConfig topic, RetentionRule general) {
        Duration maxAge = topic.maxAge();
        return new RetentionRule(
                topic.prefix(),
                topic.maxEvents() == 0 ? general.maxEvents : topic.maxEvents(),
                topic.maxBytes() == 0 ? general.maxBytes : topic.maxBytes(),
                maxAge.isZero() ? general.maxAgeMillis : maxAge.toMillis());
    }

    /** Whether an update that was taken then is to go now. */
    public boolean isTooOld(long thenMillis, long nowMillis) {
        return maxAgeMillis != 0 && nowMillis - thenMillis > maxAgeMillis;
    }
}
