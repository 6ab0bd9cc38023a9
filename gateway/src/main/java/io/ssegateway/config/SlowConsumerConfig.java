package io.ssegateway.config;

import java.time.Duration;
import java.util.List;

/**
 * How far a stream may lag, and what happens to it beyond that.
 *
 * @param policy what happens to it
 * @param maxLagBytes bytes by which it may fall back; a lag costs no memory per stream
 * @param maxLagAge how long it may lag without catching up
 * @param topics other policies for topics with a prefix
 */
public record SlowConsumerConfig(
        SlowConsumerPolicy policy, @Bytes int maxLagBytes, Duration maxLagAge, List<SlowConsumerTopicConfig> topics) {

    /** @throws ConfigException if a value is out of range, or a prefix is empty or there twice */
    public SlowConsumerConfig {
        Require.bytesBetween("slow-consumer.max-lag-bytes", maxLagBytes, 1, Require.GIBIBYTE);
        Require.between("slow-consumer.max-lag-age", maxLagAge, Require.ONE_MILLI, Duration.ofHours(1));
        topics = List.copyOf(topics);
        for (int i = 0; i < topics.size(); i++) {
            Require.notEmpty(
                    "slow-consumer.topics[" + i + "].prefix", topics.get(i).prefix());
        }
        Require.different(
                "slow-consumer.topics",
                "prefix",
                topics.stream().map(SlowConsumerTopicConfig::prefix).toList());
    }
}
