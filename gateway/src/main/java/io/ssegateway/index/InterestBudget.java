package io.ssegateway.index;

import io.ssegateway.topic.Interest;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the total memory of what streams ask for. Streams that ask for the same share it, so it counts once. Small
 * interests do not count: their number is limited by that of the connections. Thread-safe.
 */
public final class InterestBudget {
    /** In bytes. */
    private static final long SMALL = 1024;
    /** With an eighth of the heap for the log and a sixteenth for the ring this leaves enough for all else. */
    private static final double PART_OF_HEAP = 3 / 8.0;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();
    /** How many streams have an interest. */
    private final ConcurrentMap<Interest, Integer> streams = new ConcurrentHashMap<>();

    /** A budget of this process's heap. */
    public InterestBudget() {
        this((long) (Runtime.getRuntime().maxMemory() * PART_OF_HEAP));
    }

    InterestBudget(long limit) {
        this.limit = limit;
    }

    /** Whether an interest counts. */
    public boolean counts(Interest interest) {
        return interest.bytes() > SMALL;
    }

    /** Takes room for a stream's interest that counts; true means that one {@link #release} must follow. */
    public boolean tryTake(Interest interest) {
        return streams.compute(interest, (same, now) -> {
                    if (now != null) {
                        return now + 1;
                    }
                    long bytes = same.bytes();
                    if (taken.addAndGet(bytes) <= limit) {
                        return 1;
                    }
                    taken.addAndGet(-bytes);
                    return null;
                })
                != null;
    }

    /** A stream with the interest has ended. */
    public void release(Interest interest) {
        streams.computeIfPresent(interest, (same, now) -> {
            if (now > 1) {
                return now - 1;
            }
            taken.addAndGet(-same.bytes());
            return null;
        });
    }

    /** Bytes that are taken now. */
    long taken() {
        return taken.get();
    }
}
