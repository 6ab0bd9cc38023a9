package io.ssegateway.catchup;

import io.ssegateway.config.SlowConsumerConfig;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.config.SlowConsumerTopicConfig;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** How far a stream may lag, and what happens to it then. Immutable. */
public final class SlowConsumers {
    private final SlowConsumerConfig config;

    /** By {@code slow-consumer} of the configuration. */
    public SlowConsumers(SlowConsumerConfig config) {
        this.config = config;
    }

    /**
     * The policy for a stream: of all that it asks for, if that has one policy alone; else the general one, because a
     * stream has one cursor and so one policy.
     */
    SlowConsumerPolicy policy(Interest interest) {
        Set<SlowConsumerPolicy> named = EnumSet.noneOf(SlowConsumerPolicy.class);
        for (String text : interest.texts()) {
            named.add(named(text));
        }
        return named.size() == 1 ? named.iterator().next() : config.policy();
    }

    private SlowConsumerPolicy named(String topic) {
        SlowConsumerPolicy policy = config.policy();
        int longest = 0;
        for (SlowConsumerTopicConfig rule : config.topics()) {
            if (rule.prefix().length() > longest && topic.startsWith(rule.prefix())) {
                policy = rule.policy();
                longest = rule.prefix().length();
            }
        }
        return policy;
    }

    long maxLagBytes() {
        return config.maxLagBytes();
    }

    /** How long a stream may lag. */
    public Duration maxLagAge() {
        return config.maxLagAge();
    }
}
