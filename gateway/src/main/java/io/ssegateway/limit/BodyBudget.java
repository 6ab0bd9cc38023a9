package io.ssegateway.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the total memory of request bodies in progress, however many clients begin large ones and do not finish them.
 * A client that is not known to be allowed to send a body has only a share, so that others find room. Small bodies are
 * always accepted: their number is limited by that of the connections. Thread-safe.
 */
public final class BodyBudget {
    /** In bytes. */
    private static final long SMALL = 4096;

    private final long limit;
    private final long share;
    private final AtomicLong taken = new AtomicLong();
    /** By client, as long as it has something. */
    private final ConcurrentMap<Long, Long> shares = new ConcurrentHashMap<>();

    /**
     * A budget.
     *
     * @param limit of all together, in bytes
     * @param share of a client, in bytes
     */
    public BodyBudget(long limit, long share) {
        this.limit = limit;
        this.share = share;
    }

    /** Whether a body of so many bytes is let in whatever others have taken. */
    public static boolean isSmall(long bytes) {
        return bytes <= SMALL;
    }

    /**
     * Takes room for a body; true means that one {@link #release} with the same arguments has to follow.
     *
     * @param client of {@link ClientAddress}
     * @param isKnown whether it is known that the client may send the body
     */
    public boolean tryTake(long client, long bytes, boolean isKnown) {
        boolean shared = !isKnown && !isSmall(bytes);
        if (shared && !tryTakeOfShare(client, bytes)) {
            return false;
        }
        if (taken.addAndGet(bytes) <= limit || isSmall(bytes)) {
            return true;
        }
        release(client, bytes, isKnown);
        return false;
    }

    private boolean tryTakeOfShare(long client, long bytes) {
        while (true) {
            Long now = shares.putIfAbsent(client, bytes);
            if (now == null) {
                return true;
            }
            if (now + bytes > share) {
                return false;
            }
            if (shares.replace(client, now, now + bytes)) {
                return true;
            }
        }
    }

    /** Gives the room of a body back. */
    public void release(long client, long bytes, boolean isKnown) {
        taken.addAndGet(-bytes);
        if (!isKnown && !isSmall(bytes)) {
            shares.computeIfPresent(client, (key, now) -> now > bytes ? Long.valueOf(now - bytes) : null);
        }
    }

    /** Bytes that are taken now. */
    public long taken() {
        return taken.get();
    }
}
