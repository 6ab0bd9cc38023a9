package io.ssegateway.loadtest.fanout;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of a run's messages one stream gets, and as its how many-th: those of {@code count} neighbouring topics, where
 * the first topic follows the last.
 *
 * @param topics of the run, to which messages go in turn
 * @param count of the stream's own
 * @param first of the stream's own
 */
record Subscription(int topics, int count, int first) {

    List<Integer> ownTopics() {
        return IntStream.range(first, first + count)
                .map(topic -> topic % topics)
                .boxed()
                .toList();
    }

    /** As its how many-th the stream gets a message, from 0; -1 if it does not get it. */
    int index(int sequence) {
        int topic = sequence % topics;
        int wrapped = wrapped();
        int before = (sequence / topics) * count;
        if (topic < wrapped) {
            return before + topic;
        }
        return topic >= first && topic < first + count ? before + wrapped + topic - first : -1;
    }

    /** How many of a run's first messages the stream gets. */
    int received(int messages) {
        int rest = messages % topics;
        int lastRound = Math.min(rest, wrapped()) + Math.max(0, Math.min(rest, first + count) - first);
        return (messages / topics) * count + lastRound;
    }

    /** Own topics behind the last one, which begin again with topic 0. */
    private int wrapped() {
        return Math.max(0, first + count - topics);
    }
}
