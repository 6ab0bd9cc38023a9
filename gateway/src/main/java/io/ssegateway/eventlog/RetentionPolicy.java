package io.ssegateway.eventlog;

import io.ssegateway.config.LogConfig;
import io.ssegateway.config.LogType;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which rule an update is kept under: that of its first topic. A log keeps two runs of updates for each rule: those <i>within</i>
 * it, whose topics all lie under the rule, and those <i>across</i>, which have topics under other rules too. A reader needs
 * the runs within the rules of its own topics and every run across, and is told of losses in those alone. Immutable and safe
 * for any thread.
 */
public final class RetentionPolicy {
    /** The longest prefix first, so that the first one that fits is the one that counts; the general rule fits always. */
    private final List<RetentionRule> rules;

    private RetentionPolicy(List<RetentionRule> rules) {
        this.rules = rules;
    }

    /** The rules of a configuration. */
    public RetentionPolicy(LogConfig config) {
        RetentionRule general = RetentionRule.general(config);
        this.rules = Stream.concat(
                        config.topics().stream().map(topic -> RetentionRule.of(topic, general)), Stream.of(general))
                .sorted(Comparator.comparingInt(
                                (RetentionRule rule) -> rule.prefix().length())
                        .reversed())
                .toList();
    }

    /** What each partition of the configured log keeps: Redis has a part of the updates in each of its streams, whatever their bytes. */
    public static RetentionPolicy ofEachPartition(LogConfig config) {
        return config.type() == LogType.REDIS
                ? new RetentionPolicy(List.of(new RetentionRule(
                        "",
                        (config.maxEvents() + config.redis().streams() - 1)
                                / config.redis().streams(),
                        Long.MAX_VALUE,
                        config.maxAge().toMillis())))
                : new RetentionPolicy(config);
    }

    /** All of them; the methods below answer indexes of this list. */
    public List<RetentionRule> all() {
        return rules;
    }

    /** The rule that topics lie under. */
    public int of(Topic topic) {
        int i = 0;
        while (!topic.name().startsWith(rules.get(i).prefix())) {
            i++;
        }
        return i;
    }

    /** Whether an update to these topics has some under another rule than the first one. */
    public boolean isAcross(List<Topic> topics) {
        int first = of(topics.get(0));
        for (int i = 1; i < topics.size(); i++) {
            if (of(topics.get(i)) != first) {
                return true;
            }
        }
        return false;
    }

    /** Whether updates within a rule may be what an interest asks for; may say yes too often, never no wrongly. */
    public boolean mayHold(int rule, Interest interest) {
        for (Topic topic : interest.topics()) {
            if (of(topic) == rule) {
                return true;
            }
        }
        for (TopicMatcher pattern : interest.patterns()) {
            if (pattern.mayMatchPrefix(rules.get(rule).prefix())) {
                return true;
            }
        }
        return false;
    }
}
