package io.ssegateway.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the total memory of request bodies in progress, however many clients begin large ones and do not finish them.
 * Small bodies are always accepted: their number is limited by that of the connections. Thread-safe.
 */
public final class BodyBudget {
    /** In bytes. */
    private static final long SMALL = 4096;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** A budget of so many bytes. */
    public BodyBudget(long limit) {
        this.limit = limit;
    }

    /** Takes room for a body; true means that one {@link #release} with the same number of bytes has to follow. */
    public boolean tryTake(long bytes) {
        if (taken.addAndGet(bytes) <= limit || bytes <= SMALL) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** Gives the room of a body back. */
    public void release(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Bytes that are taken now. */
    public long taken() {
        return taken.get();
    }
}
