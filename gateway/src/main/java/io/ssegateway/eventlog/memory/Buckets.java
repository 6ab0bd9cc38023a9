package io.ssegateway.eventlog.memory;

import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.Position;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import io.ssegateway.topic.TopicMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One bucket per rule. Which topic is kept in which never changes: any thread may ask for that. */
final class Buckets {
    /** The longest prefix first, so that the first one that fits is the one that counts; the general rule fits always. */
    private final List<Bucket> buckets;

    Buckets(LogConfig config, Position birth) {
        Rule general = Rule.general(config);
        this.buckets = Stream.concat(config.topics().stream().map(topic -> Rule.of(topic, general)), Stream.of(general))
                .sorted(Comparator.comparingInt((Rule rule) -> rule.prefix().length())
                        .reversed())
                .map(rule -> new Bucket(rule, birth))
                .toList();
    }

    List<Bucket> all() {
        return buckets;
    }

    /** Where updates are kept whose first topic is this one. */
    Bucket of(Topic topic) {
        int i = 0;
        while (!topic.name().startsWith(buckets.get(i).rule().prefix())) {
            i++;
        }
        return buckets.get(i);
    }

    /** The run of their first topic's bucket that takes updates to these topics. */
    Run runOf(List<Topic> topics) {
        Bucket bucket = of(topics.get(0));
        for (int i = 1; i < topics.size(); i++) {
            if (of(topics.get(i)) != bucket) {
                return bucket.across();
            }
        }
        return bucket.within();
    }

    /** The runs that may hold what an interest asks for. */
    List<Run> runsOf(Interest interest) {
        List<Run> runs = new ArrayList<>();
        if (interest.isEmpty()) {
            return runs;
        }
        for (Bucket bucket : buckets) {
            if (mayHold(bucket, interest)) {
                runs.add(bucket.within());
            }
            runs.add(bucket.across());
        }
        return runs;
    }

    private boolean mayHold(Bucket bucket, Interest interest) {
        for (Topic topic : interest.topics()) {
            if (of(topic) == bucket) {
                return true;
            }
        }
        for (TopicMatcher pattern : interest.patterns()) {
            if (pattern.mayMatchPrefix(bucket.rule().prefix())) {
                return true;
            }
        }
        return false;
    }
}
