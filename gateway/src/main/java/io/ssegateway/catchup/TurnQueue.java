package io.ssegateway.catchup;

import io.ssegateway.catchup.TimeShares.Ticket;
import io.ssegateway.ring.WriteBuffer;
import io.ssegateway.stream.LoopYield;
import io.ssegateway.stream.StreamLoop;
import java.util.concurrent.TimeUnit;

/**
 * Streams that want to write, in fair order. A turn is one write; after a few turns the loop looks after its live
 * streams and its sockets first. Belongs to its event loop.
 */
final class TurnQueue implements Runnable {
    /** Each writes up to {@link WriteBuffer#CAPACITY} bytes. */
    private static final int TURNS_IN_A_ROW = 8;
    /** A turn that finds nothing to write may take as long as many that do: patterns come from clients. */
    private static final long NANOS_IN_A_ROW = TimeUnit.MILLISECONDS.toNanos(1);

    /** A replay of a thousand short updates takes less. */
    static final long CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final StreamLoop loop;
    private final ReplayRateLimiter rate;
    private final LoopYield turns;
    private final TimeShares<Reader> ready = new TimeShares<>(CREDIT_NANOS);
    private final WriteBuffer buffer;
    private boolean scheduled;

    /** An empty queue that lays out writes in {@code buffer}. */
    TurnQueue(StreamLoop loop, WriteBuffer buffer, long bytesPerSecond) {
        this.loop = loop;
        this.buffer = buffer;
        this.rate = new ReplayRateLimiter(bytesPerSecond, loop.now());
        this.turns = loop.yielding(this);
    }

    /** The place of a stream, which is {@linkplain #add added} for each turn that it wants. */
    Ticket<Reader> ticket(Reader stream) {
        return ready.ticket(stream, stream.subscriber().address());
    }

    void add(Ticket<Reader> stream) {
        ready.add(stream);
        if (!scheduled) {
            turns.soon();
            scheduled = true;
        }
    }

    @Override
    public void run() {
        assert loop.isCurrent();
        long wait = 0;
        try {
            wait = takeTurns();
        } finally { // Also after an Error that nothing could be done about: the others must have their turns.
            scheduled = false;
            if (!ready.isEmpty()) {
                schedule(wait);
            }
        }
        loop.report();
    }

    private void schedule(long wait) {
        if (wait > 0) {
            turns.later(wait);
        } else {
            turns.afterOthers();
        }
        scheduled = true;
    }

    /** Answers how long no more may be written, in nanoseconds. */
    private long takeTurns() {
        long start = loop.now();
        long end = start + NANOS_IN_A_ROW;
        long wait = rate.waitNanos(start);
        for (int i = 0; wait <= 0 && i < TURNS_IN_A_ROW && start - end < 0; i++) {
            Ticket<Reader> next = ready.next();
            if (next == null) {
                break;
            }
            long before = loop.bytes();
            try {
                take(next.holder());
            } finally {
                long now = loop.now();
                ready.done(now - start);
                start = now;
            }
            // After each turn: what comes in a row, the clients have to read in a row, before anything that is live.
            rate.spend(loop.bytes() - before);
            wait = rate.waitNanos(start);
        }
        return wait;
    }

    private void take(Reader stream) {
        try {
            stream.turn(buffer);
        } catch (RuntimeException | Error fault) {
            stream.subscriber().fail(fault);
        }
    }
}
