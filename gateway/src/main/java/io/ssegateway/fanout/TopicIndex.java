package io.ssegateway.fanout;

import io.ssegateway.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which subscribers of one event loop asked for which topic. The loop alone changes it and walks its lists; publishers on
 * other threads only look up how many there are, so that a loop without an interested subscriber is left alone.
 */
final class TopicIndex {
    private final Map<Topic, SubscriberList> lists = new ConcurrentHashMap<>();

    void add(Subscriber subscriber) {
        for (int i = 0; i < subscriber.topics().size(); i++) {
            SubscriberList list = lists.computeIfAbsent(subscriber.topics().get(i), topic -> new SubscriberList());
            subscriber.joined(i, list, list.add(subscriber));
        }
    }

    void remove(Subscriber subscriber) {
        for (int i = 0; i < subscriber.topics().size(); i++) {
            SubscriberList list = subscriber.list(i);
            list.remove(subscriber.slot(i));
            if (list.count() == 0) {
                lists.remove(subscriber.topics().get(i));
            }
        }
    }

    @Nullable
    SubscriberList get(Topic topic) {
        return lists.get(topic);
    }

    /** Interested subscribers, one counted for each of the topics that it asked for; may be called by any thread. */
    int count(List<Topic> topics) {
        int sum = 0;
        for (int i = 0; i < topics.size(); i++) {
            SubscriberList list = lists.get(topics.get(i));
            sum += list == null ? 0 : list.count();
        }
        return sum;
    }
}
