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
 * What a log retains. An update is kept under the rule of its first topic, in one of that rule's two <i>groups</i>:
 * {@code 2 * rule} has the updates <i>within</i> the rule, whose topics all fall under it, and {@code 2 * rule + 1}
 * those <i>across</i> rules, which have topics under other rules too. A rule limits both groups together. A reader
 * needs the groups within the rules of its own topics and every group across, and gets gaps only for losses in those.
 * Immutable and safe for any thread.
 */
public final class RetentionPolicy {
    /** The longest prefix first, so that the first match applies; the general rule always matches. */
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

    /**
     * What each partition of the configured log keeps: Redis has a part of the updates in each of its streams, whatever
     * their bytes.
     */
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

    /** All of them; {@link #ruleOf} answers an index of this list. */
    public List<RetentionRule> rules() {
        return rules;
    }

    /** How many groups there are; they are numbered from 0. */
    public int groups() {
        return 2 * rules.size();
    }

    /** The group that takes updates to these topics. */
    public int groupOf(List<Topic> topics) {
        int first = ruleOf(topics.get(0));
        for (int i = 1; i < topics.size(); i++) {
            if (ruleOf(topics.get(i)) != first) {
                return 2 * first + 1;
            }
        }
        return 2 * first;
    }

    /** The rule that bounds a group. */
    public static int ruleOf(int group) {
        return group / 2;
    }

    /** Whether an update to these topics, which was taken then, is to go now. Times are milliseconds since 1970. */
    public boolean isTooOld(List<Topic> topics, long thenMillis, long nowMillis) {
        return rules.get(ruleOf(topics.get(0))).isTooOld(thenMillis, nowMillis);
    }

    /** Whether a group may have what an interest asks for; may say yes too often, never no wrongly. */
    public boolean mayHold(int group, Interest interest) {
        if (group % 2 == 1) { // Across: any topic may be among theirs.
            return true;
        }
        int rule = ruleOf(group);
        for (Topic topic : interest.topics()) {
            if (ruleOf(topic) == rule) {
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

    private int ruleOf(Topic topic) {
        int i = 0;
        while (!topic.name().startsWith(rules.get(i).prefix())) {
            i++;
        }
        return i;
    }
}
