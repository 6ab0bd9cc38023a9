package io.ssegateway.ring;

import io.ssegateway.topic.Topic;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the ring by topic: each knows the one before it of the same topic. So a stream that asks for a topic of
 * its own finds what it has missed without a look at what all others have missed. One thread at a time appends, any
 * thread asks.
 */
public final class TopicChains {

    /**
     * Frames of topics.
     *
     * @param numbers their numbers, ascending
     * @param end up to this number, exclusively, there are no others
     */
    @SuppressWarnings("ArrayRecordComponent") // read at once, by the one who asked
    public record Found(long[] numbers, long end) {}

    private static final long NONE = -1;
    private static final int FEW = 16;
    /** On average: an update may have many, and each takes memory. */
    private static final int TOPICS_PER_FRAME = 4;

    /** @param previous of each of the topics, the number of the frame before */
    @SuppressWarnings("ArrayRecordComponent")
    private record Link(long number, List<Topic> topics, long[] previous) {
        long previous(Topic topic) {
            return previous[topics.indexOf(topic)];
        }
    }

    private final AtomicReferenceArray<@Nullable Link> links;
    private final int mask;
    private final Map<Topic, Long> newest = new ConcurrentHashMap<>();
    /** Of all links. */
    private int topicCount;
    /** What is before has no links any more. */
    private volatile long start;
    /** The number of the frame that comes next. */
    private volatile long head;

    /** @param size frames that are known at most; rounded up to a power of two */
    public TopicChains(int size) {
        int capacity = Integer.highestOneBit(Math.max(2, size) * 2 - 1);
        this.links = new AtomicReferenceArray<>(capacity);
        this.mask = capacity - 1;
    }

    /** The ring has one frame more. */
    public void appended(long number, List<Topic> topics) {
        while (start < number
                && (number - start > mask || topicCount + topics.size() > TOPICS_PER_FRAME * links.length())) {
            drop(start);
        }
        topicCount += topics.size();
        long[] previous = new long[topics.size()];
        for (int i = 0; i < previous.length; i++) {
            Long before = newest.put(topics.get(i), number);
            previous[i] = before == null ? NONE : before;
        }
        links.setRelease(index(number), new Link(number, topics, previous));
        head = number + 1;
    }

    private void drop(long number) {
        Link oldest = links.getPlain(index(number));
        start = number + 1;
        if (oldest != null && oldest.number() == number) {
            topicCount -= oldest.topics().size();
            links.setRelease(index(number), null);
            oldest.topics().forEach(topic -> newest.remove(topic, number));
        }
    }

    /** All frames before this number have left the ring. */
    public void lost(long next) {
        for (long number = start; number < head; number++) {
            drop(number);
        }
        start = next;
        head = next;
    }

    /**
     * The frames of any of the topics.
     *
     * @param from the number of the first one that matters
     * @param most how many there may be, where one of several of the topics counts for each
     * @return null if they are not known, or are more: then the ring has to be looked through
     */
    public @Nullable Found find(Collection<Topic> topics, long from, int most) {
        long end = head;
        if (from < start || from > end) {
            return null;
        }
        long[] numbers = new long[Math.min(most, FEW)];
        int count = 0;
        for (Topic topic : topics) {
            Long last = newest.get(topic);
            for (long number = last == null ? NONE : last; number >= from; ) {
                Link link = links.getAcquire(index(number));
                if (link == null || link.number() != number) {
                    return null; // Overtaken, or on its way here.
                }
                if (number < end) {
                    if (count == most) {
                        return null;
                    }
                    if (count == numbers.length) {
                        numbers = Arrays.copyOf(numbers, Math.min(most, 2 * count));
                    }
                    numbers[count++] = number;
                }
                number = link.previous(topic);
            }
        }
        // Once more: what was overtaken meanwhile may have been taken for what was never there.
        return from < start ? null : new Found(sorted(numbers, count), end);
    }

    /** How many topics are known. */
    int topics() {
        return newest.size();
    }

    private static long[] sorted(long[] numbers, int count) {
        long[] found = Arrays.copyOf(numbers, count);
        Arrays.sort(found);
        return Arrays.stream(found).distinct().toArray(); // An update may have several of the topics.
    }

    private int index(long number) {
        return (int) number & mask;
    }
}
