package io.ssegateway.limit;

import java.util.concurrent.atomic.AtomicInteger;

/** A fixed number of permits. Any thread; lock-free. Never are more out than there are, not even for a moment. */
public final class Permits {

    private final int max;
    private final AtomicInteger taken = new AtomicInteger();

    /** @param max how many there are; with 0 every request fails */
    public Permits(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("permits must be 0 or more, not " + max);
        }
        this.max = max;
    }

    /** Takes a permit, if there is one; {@link #release} must follow. */
    public boolean tryAcquire() {
        // Adding first and undoing it if it is too much would meanwhile reject others that do fit.
        int now = taken.get();
        while (now < max) {
            int seen = taken.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /**
     * Gives a permit back.
     *
     * @throws IllegalStateException if no permit is out
     */
    public void release() {
        if (taken.getAndUpdate(now -> Math.max(now - 1, 0)) == 0) {
            throw new IllegalStateException("a permit was released that nobody holds");
        }
    }

    boolean exhausted() {
        return taken.get() >= max;
    }

    int taken() {
        return taken.get();
    }
}
