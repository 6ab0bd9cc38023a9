package io.ssegateway.loadtest.fanout;

import java.util.stream.IntStream;

/**
 * Who gets what: messages go to the topics in turn, and each stream has some neighbouring topics, the first of which is
 * its number modulo the topics.
 *
 * @param streams in all
 * @param topics that are published to
 * @param topicsPerStream that each stream asks for
 */
public record Audience(int streams, int topics, int topicsPerStream) {

    /**
     * Throws {@link IllegalArgumentException} with a sentence if a topic would have no stream, or a stream one topic
     * twice.
     */
    public Audience {
        if (topics < 1 || topicsPerStream < 1 || topicsPerStream > topics) {
            throw new IllegalArgumentException(
                    "a stream can have from 1 to all %d topics, but not %d".formatted(topics, topicsPerStream));
        }
        int needed = topics - topicsPerStream + 1;
        if (streams < needed) {
            throw new IllegalArgumentException(
                    "%d topics, %d for each stream, need %d streams at least, but there are %d"
                            .formatted(topics, topicsPerStream, needed, streams));
        }
    }

    /** All streams get all messages. */
    public static Audience ofOneTopic(int streams) {
        return new Audience(streams, 1, 1);
    }

    /** The topic of a message. */
    int topic(int sequence) {
        return sequence % topics;
    }

    Subscription subscription(int stream) {
        return new Subscription(topics, topicsPerStream, stream % topics);
    }

    /** For each topic, how many of the streams from {@code first} on have it. */
    int[] subscribers(int first, int count) {
        int[] subscribers = new int[topics];
        int rounds = count / topics;
        for (int topic = 0; topic < topics; topic++) {
            subscribers[topic] = rounds * topicsPerStream;
        }
        for (int stream = first + rounds * topics; stream < first + count; stream++) {
            for (int i = 0; i < topicsPerStream; i++) {
                subscribers[(stream + i) % topics]++;
            }
        }
        return subscribers;
    }

    /** Deliveries of the first so many messages to all streams. */
    long deliveries(int messages) {
        return deliveries(subscribers(0, streams), messages);
    }

    /** Deliveries of the first so many messages, if each topic has so many subscribers. */
    static long deliveries(int[] subscribers, int messages) {
        int topics = subscribers.length;
        return IntStream.range(0, topics)
                .mapToLong(topic -> (long) subscribers[topic] * ((messages + topics - 1L - topic) / topics))
                .sum();
    }
}
