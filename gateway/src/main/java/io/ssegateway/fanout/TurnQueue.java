package io.ssegateway.fanout;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Streams that want to write, in the order in which they came. A turn is one write; after a few turns the loop looks after its live
 * streams and its sockets first. Belongs to its event loop.
 */
final class TurnQueue implements Runnable {
    /** Each writes up to {@link WriteBuffer#CAPACITY} bytes. */
    private static final int TURNS_IN_A_ROW = 8;
    /** A turn that finds nothing to write may take as long as many that do: patterns come from clients. */
    private static final long NANOS_IN_A_ROW = TimeUnit.MILLISECONDS.toNanos(1);

    private final LoopShard shard;
    private final CatchUps streams;
    private final ReplayRateLimiter pace;
    private final LoopYield turns;
    private final Queue<CatchUp> ready = new ArrayDeque<>();
    private final WriteBuffer span;
    private boolean scheduled;

    /** An empty queue that lays out writes in {@code span}. */
    TurnQueue(LoopShard shard, CatchUps streams, WriteBuffer span, ReplayRateLimiter pace) {
        this.shard = shard;
        this.streams = streams;
        this.span = span;
        this.pace = pace;
        this.turns = new LoopYield(shard.loop(), this);
    }

    void add(CatchUp catchUp) {
        ready.add(catchUp);
        if (!scheduled) {
            scheduled = true;
            turns.soon();
        }
    }

    @Override
    public void run() {
        assert shard.loop().inEventLoop();
        long end = System.nanoTime() + NANOS_IN_A_ROW;
        long wait = pace.waitNanos(shard.ticker().nanoTime());
        for (int i = 0; wait <= 0 && i < TURNS_IN_A_ROW && System.nanoTime() - end < 0; i++) {
            CatchUp next = ready.poll();
            if (next == null) {
                break;
            }
            try {
                next.turn(span);
            } catch (RuntimeException fault) {
                shard.fail(next.subscriber(), fault);
            }
            // After each turn: what comes in a row, the clients have to read in a row, before anything that is live.
            pace.spend(streams.report());
            wait = pace.waitNanos(shard.ticker().nanoTime());
        }
        scheduled = !ready.isEmpty();
        if (scheduled && wait > 0) {
            turns.later(wait);
        } else if (scheduled) {
            turns.afterOthers();
        }
    }
}
