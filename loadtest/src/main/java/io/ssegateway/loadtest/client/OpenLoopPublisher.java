package io.ssegateway.loadtest.client;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes at a steady rate, whether the server keeps up or not: a message counts from when it was due, so that one which had
 * to wait for the answer to the one before counts that wait, too.
 */
public final class OpenLoopPublisher {

    private final PublishConnection connection;
    private final UpdateBody body;
    private final double rate;
    private final int first;
    private final long start = System.nanoTime();
    private volatile int published;
    private volatile boolean stopped;
    private volatile boolean idle;
    private volatile @Nullable String fault;

    /**
     * A publisher that begins at once.
     *
     * @param rate  messages per second, more than 0
     * @param first the first message's number
     */
    public OpenLoopPublisher(PublishConnection connection, UpdateBody body, double rate, int first) {
        this.connection = connection;
        this.body = body;
        this.rate = rate;
        this.first = first;
        connection.loop().execute(this::next);
    }

    private void next() {
        long wait = due() - System.nanoTime();
        if (stopped) {
            idle = true;
        } else if (wait > 0) {
            connection.loop().schedule(this::next, wait, TimeUnit.NANOSECONDS);
        } else {
            connection.publish(body.of(first + published, 1, 1, due())).addListener(this::answered);
        }
    }

    private long due() {
        return start + (long) (TimeUnit.SECONDS.toNanos(1) / rate * published);
    }

    private void answered(Future<? super Void> answer) {
        if (!answer.isSuccess()) {
            fault = String.valueOf(answer.cause().getMessage());
            idle = true;
            return;
        }
        int before = published;
        published = before + 1;
        next();
    }

    /** Publishes no more; what is under way goes on until {@link #isIdle}. */
    public void stop() {
        stopped = true;
    }

    /** Whether no request is under way, nor will be. */
    public boolean isIdle() {
        return idle;
    }

    /** Messages that the server has acknowledged. */
    public int published() {
        return published;
    }

    /** Why it could not go on. */
    @Nullable
    public String fault() {
        return fault;
    }
}
