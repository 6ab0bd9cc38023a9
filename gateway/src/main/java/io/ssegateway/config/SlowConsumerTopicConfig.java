package io.ssegateway.config;

/**
 * The policy for slow readers of the topics with a prefix. {@link SlowConsumerConfig} checks it, because that knows its
 * place in the list.
 *
 * @param prefix what the topics begin with; the longest match applies
 * @param policy what happens to their slow readers
 */
public record SlowConsumerTopicConfig(String prefix, SlowConsumerPolicy policy) {}
