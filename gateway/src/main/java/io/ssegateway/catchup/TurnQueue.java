package io.ssegateway.catchup;

import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.LoopYield;
import io.ssegateway.stream.StreamLoop;
import io.ssegateway.stream.Subscriber;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Streams that want to write, in the order in which they came. A turn is one write; after a few turns the loop serves
 * its live streams and its sockets first. Belongs to its event loop.
 */
final class TurnQueue implements Runnable {
    /** Each writes up to {@link WriteBuffer#CAPACITY} bytes. */
    private static final int TURNS_IN_A_ROW = 8;
    /** A turn that finds nothing to write may take as long as many that do: patterns come from clients. */
    private static final long NANOS_IN_A_ROW = TimeUnit.MILLISECONDS.toNanos(1);

    /** A stream that wants to write. */
    interface Turn {

        /** Writes once, as much as its socket takes; {@code buffer} is the room to lay that out. */
        void turn(WriteBuffer buffer);

        Subscriber subscriber();
    }

    private final StreamLoop loop;
    private final ReplayRateLimiter rate;
    private final LoopYield turns;
    private final Queue<Turn> ready = new ArrayDeque<>();
    private final WriteBuffer buffer;
    private boolean scheduled;

    /** An empty queue that lays out writes in {@code buffer}. */
    TurnQueue(StreamLoop loop, WriteBuffer buffer, long bytesPerSecond) {
        this.loop = loop;
        this.buffer = buffer;
        this.rate = new ReplayRateLimiter(bytesPerSecond, loop.now());
        this.turns = loop.yielding(this);
    }

    void add(Turn stream) {
        ready.add(stream);
        if (!scheduled) {
            scheduled = true;
            turns.soon();
        }
    }

    @Override
    public void run() {
        assert loop.isCurrent();
        long end = System.nanoTime() + NANOS_IN_A_ROW;
        long wait = rate.waitNanos(loop.now());
        for (int i = 0; wait <= 0 && i < TURNS_IN_A_ROW && System.nanoTime() - end < 0; i++) {
            Turn next = ready.poll();
            if (next == null) {
                break;
            }
            long before = loop.bytes();
            try {
                next.turn(buffer);
            } catch (RuntimeException fault) {
                next.subscriber().fail(fault);
            }
            // After each turn: clients have to read writes in a row before anything that is live.
            rate.spend(loop.bytes() - before);
            wait = rate.waitNanos(loop.now());
        }
        loop.report();
        scheduled = !ready.isEmpty();
        if (scheduled && wait > 0) {
            turns.later(wait);
        } else if (scheduled) {
            turns.afterOthers();
        }
    }
}
