package io.ssegateway.config;

/**
 * What becomes of slow readers of the topics with a prefix. {@link SlowConsumerConfig} checks it, which knows its place
 * in the list.
 *
 * @param prefix what the topics begin with; of several prefixes that fit, the longest counts
 * @param policy what becomes of their slow readers
 */
public record SlowConsumerTopicConfig(String prefix, SlowConsumerPolicy policy) {}
