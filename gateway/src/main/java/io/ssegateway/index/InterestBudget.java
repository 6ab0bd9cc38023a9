package io.ssegateway.index;

import io.ssegateway.topic.Interest;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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
    private final ConcurrentMap<Interest, Shared> shared = new ConcurrentHashMap<>();

    /**
     * An interest that streams have.
     *
     * @param interest the one instance of it that they all keep
     * @param streams how many they are
     */
    private record Shared(Interest interest, int streams) {}

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

    /**
     * Takes room for a stream's interest that counts.
     *
     * @return the equal interest for the stream to keep in its place, as only that is counted; one {@link #release} of
     *     it must follow. Null if there is no room
     */
    public @Nullable Interest tryTake(Interest interest) {
        Shared found = shared.compute(interest, (same, now) -> {
            if (now != null) {
                return new Shared(now.interest(), now.streams() + 1);
            }
            return tryTake(same.bytes()) ? new Shared(same, 1) : null;
        });
        return found == null ? null : found.interest();
    }

    private boolean tryTake(long bytes) {
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** A stream with the interest has ended. */
    public void release(Interest interest) {
        shared.computeIfPresent(interest, (same, now) -> {
            if (now.streams() > 1) {
                return new Shared(now.interest(), now.streams() - 1);
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
