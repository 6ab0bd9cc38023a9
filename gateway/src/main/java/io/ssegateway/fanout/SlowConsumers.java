package io.ssegateway.fanout;

import io.ssegateway.config.SlowConsumerConfig;
import io.ssegateway.config.SlowConsumerPolicyName;
import io.ssegateway.config.SlowConsumerTopicConfig;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How far a stream may be behind, and what becomes of it then. Immutable. */
public final class SlowConsumers {
    private final SlowConsumerConfig config;
    private final Map<SlowConsumerPolicyName, SlowConsumerPolicy> policies =
            new EnumMap<>(SlowConsumerPolicyName.class);

    /** By {@code slow-consumer} of the configuration. */
    public SlowConsumers(SlowConsumerConfig config) {
        this.config = config;
        policies.put(SlowConsumerPolicyName.DISCONNECT, new DisconnectPolicy());
        policies.put(SlowConsumerPolicyName.SKIP, new SkipPolicy());
        policies.put(SlowConsumerPolicyName.LATEST, new LatestPolicy());
    }

    /**
     * The policy for a stream: of all that it asks for, if that has one policy alone; else the general one, because a stream
     * has one cursor and so one policy.
     */
    SlowConsumerPolicy policy(Interest interest) {
        Set<SlowConsumerPolicyName> names = new HashSet<>();
        for (String text : interest.texts()) {
            names.add(name(text));
        }
        SlowConsumerPolicyName name = names.size() == 1 ? names.iterator().next() : config.policy();
        return Objects.requireNonNull(policies.get(name));
    }

    private SlowConsumerPolicyName name(String topic) {
        SlowConsumerPolicyName name = config.policy();
        int longest = 0;
        for (SlowConsumerTopicConfig rule : config.topics()) {
            if (rule.prefix().length() > longest && topic.startsWith(rule.prefix())) {
                name = rule.policy();
                longest = rule.prefix().length();
            }
        }
        return name;
    }

    long maxLagBytes() {
        return config.maxLagBytes();
    }

    Duration maxLagAge() {
        return config.maxLagAge();
    }
}
