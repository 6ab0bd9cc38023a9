package io.ssegateway.eventlog.memory;

import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.util.ArrayList;
import java.util.List;

/** One bucket per rule. Which topic is kept in which never changes: any thread may ask for that. */
final class Buckets {
    private final RetentionPolicy rules;
    private final List<Bucket> buckets;

    Buckets(LogConfig config, Position birth) {
        this.rules = new RetentionPolicy(config);
        this.buckets = rules.all().stream().map(rule -> new Bucket(rule, birth)).toList();
    }

    List<Bucket> all() {
        return buckets;
    }

    /** Where updates are kept whose first topic is this one. */
    Bucket of(Topic topic) {
        return buckets.get(rules.of(topic));
    }

    /** The run of their first topic's bucket that takes updates to these topics. */
    Run runOf(List<Topic> topics) {
        Bucket bucket = of(topics.get(0));
        return rules.isAcross(topics) ? bucket.across() : bucket.within();
    }

    /** The runs that may hold what an interest asks for. */
    List<Run> runsOf(Interest interest) {
        List<Run> runs = new ArrayList<>();
        if (interest.isEmpty()) {
            return runs;
        }
        for (int i = 0; i < buckets.size(); i++) {
            if (rules.mayHold(i, interest)) {
                runs.add(buckets.get(i).within());
            }
            runs.add(buckets.get(i).across());
        }
        return runs;
    }
}
