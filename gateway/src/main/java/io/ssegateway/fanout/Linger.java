package io.ssegateway.fanout;

import java.util.concurrent.TimeUnit;

/**
 * How long a loop lingers between two passes. A pass that ends with new updates waiting is slower than its publishers.
 * If the next pass began at once, it would carry only the few updates that have arrived meanwhile, with one system call
 * for each stream, again and again. A linger of several times the pass lets updates gather, and they go out in one
 * write to each stream: the streams get more updates in the same time.
 *
 * <p>A publisher that waits for each delivery never meets this delay, and neither do occasional updates: only an update
 * that arrives during a pass waits, and at most {@value #LONGEST_MILLIS} ms.
 */
final class Linger {
    static final long LONGEST_MILLIS = 5;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    /** Found by measurement: with shorter rests less gathers, with longer ones the latency grows and nothing is won. */
    private static final int PASSES = 4;
    /** A shorter pass has few streams, for whom a timer would cost more than it saves. */
    private static final long SHORT_PASS_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private Linger() {}

    /** The linger after a pass that took so many nanoseconds, in nanoseconds; zero: continue at once. */
    static long after(long passNanos) {
        return passNanos < SHORT_PASS_NANOS ? 0 : Math.min(PASSES * passNanos, LONGEST_NANOS);
    }
}
