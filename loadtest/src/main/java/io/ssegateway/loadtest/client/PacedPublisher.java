package io.ssegateway.loadtest.client;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes through one connection, each message when its {@link Pace} allows and the one before is answered: only then
 * is there an order that the streams can be held to. At a given rate a message counts from when it was due, so that one
 * which had to wait for the answer to the one before counts that wait, too.
 */
public final class PacedPublisher {

    private final PublishConnection connection;
    private final Posts posts;
    private final Pace pace;
    private final int first;
    private final int count;
    private long start;
    private int completed;
    private boolean waiting;
    private volatile int published;
    private volatile boolean stopped;
    private volatile boolean idle;
    private volatile @Nullable String fault;

    /** What to publish. */
    @FunctionalInterface
    public interface Posts {
        /** The message with that number; {@code sentNanos} is when it counts as sent. */
        Post of(int sequence, long sentNanos);
    }

    /**
     * When the next message may go.
     *
     * @param rate messages per second; 0 for as fast as the rest allows
     * @param inFlight messages that may be under way: published, but not yet {@link #completed}
     */
    public record Pace(double rate, int inFlight) {

        /** As if publishers were many and knew nothing of the server: at a rate, however many are under way. */
        public static Pace openLoop(double rate) {
            return new Pace(rate, Integer.MAX_VALUE);
        }

        /** As if so many publishers waited, each for its own message's last delivery. */
        public static Pace closedLoop(int inFlight) {
            return new Pace(0, inFlight);
        }

        /** When the n-th message is due, by {@link System#nanoTime}, if publishing began at {@code start}. */
        long due(long start, int n) {
            return rate == 0 ? System.nanoTime() : start + (long) (TimeUnit.SECONDS.toNanos(1) / rate * n);
        }
    }

    /**
     * A publisher of the messages from {@code first} on.
     *
     * @param count of messages
     */
    public PacedPublisher(PublishConnection connection, Posts posts, Pace pace, int first, int count) {
        this.connection = connection;
        this.posts = posts;
        this.pace = pace;
        this.first = first;
        this.count = count;
    }

    /** Begins. */
    public void start() {
        connection.loop().execute(() -> {
            start = System.nanoTime();
            next();
        });
    }

    private void next() {
        waiting = false;
        if (stopped || published == count) {
            idle = true;
            return;
        }
        if (published - completed >= pace.inFlight()) {
            waiting = true;
            return;
        }
        long due = pace.due(start, published);
        long wait = due - System.nanoTime();
        if (wait > 0) {
            connection.loop().schedule(this::next, wait, TimeUnit.NANOSECONDS);
        } else {
            connection.publish(posts.of(first + published, due)).addListener(this::answered);
        }
    }

    private void answered(Future<? super Void> answer) {
        if (answer.isSuccess()) {
            int before = published;
            published = before + 1;
            next();
        } else {
            fault = "message " + (first + published) + " could not be published: "
                    + answer.cause().getMessage();
            idle = true;
        }
    }

    /** One of its messages is no longer under way. May be called by any thread. */
    public void completed() {
        connection.loop().execute(() -> {
            completed++;
            if (waiting) {
                next();
            }
        });
    }

    /** Publishes no more; what is under way goes on until {@link #isIdle}. */
    public void stop() {
        stopped = true;
        connection.loop().execute(() -> {
            if (waiting) {
                next();
            }
        });
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
    public @Nullable String fault() {
        return fault;
    }
}
