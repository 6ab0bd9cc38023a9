package io.ssegateway.fanout;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Ticker;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.metrics.GatewayMetrics;
import io.ssegateway.topic.Topic;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * The subscribers of one event loop. Everything but {@link #interested} and {@link #deliverSoon} happens on that loop, so
 * nothing here is locked.
 */
final class LoopShard {
    private final EventLoop loop;
    private final Ticker ticker;
    private final GatewayMetrics metrics;
    private final SubscriberList all = new SubscriberList();
    private final TopicIndex index = new TopicIndex();
    /** Numbers the frames, so that a subscriber in several lists is met once by each. */
    private long pass;

    private long passWrites;
    private long passBytes;

    LoopShard(EventLoop loop, GatewayMetrics metrics) {
        this.loop = loop;
        this.ticker = tickerOf(loop);
        this.metrics = metrics;
    }

    /** The clock by which the loop's timers run; a test may stop it. */
    static Ticker tickerOf(EventLoop loop) {
        return loop instanceof AbstractScheduledEventExecutor scheduled ? scheduled.ticker() : Ticker.systemTicker();
    }

    EventLoop loop() {
        return loop;
    }

    Ticker ticker() {
        return ticker;
    }

    SubscriberList all() {
        return all;
    }

    void add(Subscriber subscriber) {
        assert loop.inEventLoop();
        if (subscriber.hasLeft()) {
            return; // Another thread removed it before this loop came to add it.
        }
        subscriber.opened(all.add(subscriber), ticker.nanoTime());
        index.add(subscriber);
    }

    void remove(Subscriber subscriber, CloseReason reason) {
        assert loop.inEventLoop();
        if (subscriber.shardSlot() >= 0) {
            all.remove(subscriber.shardSlot());
            index.remove(subscriber);
        }
        subscriber.left(reason);
    }

    /** How many of this loop's subscribers asked for the topics; may be called by any thread. */
    int interested(List<Topic> topics) {
        return index.count(topics);
    }

    /**
     * Hands the frame to this loop; may be called by any thread. Frames are delivered in the order of these calls.
     *
     * @param frame        with a reference that is released here
     * @param takenNanos   when the update was taken, {@link System#nanoTime()}
     */
    void deliverSoon(List<Topic> topics, Frame frame, long takenNanos) {
        try {
            loop.execute(() -> deliver(topics, frame, takenNanos));
        } catch (RejectedExecutionException stopped) {
            frame.release();
        }
    }

    private void deliver(List<Topic> topics, Frame frame, long takenNanos) {
        pass++;
        passWrites = 0;
        passBytes = 0;
        long now = ticker.nanoTime();
        try {
            for (int t = 0; t < topics.size(); t++) {
                SubscriberList list = index.get(topics.get(t));
                if (list != null) {
                    deliver(list, frame, now);
                }
            }
        } finally {
            frame.release();
        }
        if (passWrites > 0) {
            metrics.delivered(passWrites, passWrites, passBytes);
            metrics.deliveryLatency(System.nanoTime() - takenNanos);
        }
    }

    private void deliver(SubscriberList list, Frame frame, long now) {
        int end = list.beginWalk();
        try {
            for (int slot = 0; slot < end; slot++) {
                Subscriber subscriber = list.at(slot);
                if (subscriber != null && subscriber.enter(pass)) {
                    int written = subscriber.deliver(frame, now);
                    passWrites += written > 0 ? 1 : 0;
                    passBytes += written;
                }
            }
        } finally {
            list.endWalk();
        }
    }

    /** Writes one event to one subscriber of this loop. */
    void send(Subscriber subscriber, Frame frame) {
        assert loop.inEventLoop();
        int written = subscriber.deliver(frame, ticker.nanoTime());
        if (written > 0) {
            metrics.delivered(1, 1, written);
        }
    }
}
