package io.ssegateway.fanout;

import java.util.concurrent.TimeUnit;

/**
 * How long a loop lets publishers go on between two passes. A pass that ends with new updates waiting is slower than
 * its publishers; beginning the next one at once would carry the few updates that have come meanwhile, one system call
 * for each stream, again and again. A rest as long as some passes lets them gather, and they go out in one write each:
 * the streams get more updates in the same time.
 *
 * <p>Who publishes one update after the other has been delivered never meets a rest, nor do updates that come now and
 * then: only one that comes while a pass is under way waits, and at most {@value #LONGEST_MILLIS} ms.
 */
final class Linger {
    static final long LONGEST_MILLIS = 5;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    /** Found by measurement: with shorter rests less gathers, with longer ones the latency grows and nothing is won. */
    private static final int PASSES = 4;
    /** A shorter pass has few streams, for whom a timer would cost more than it saves. */
    private static final long SHORT_PASS_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private Linger() {}

    /** The rest after a pass that took so many nanoseconds, in nanoseconds; zero: go on at once. */
    static long after(long passNanos) {
        return passNanos < SHORT_PASS_NANOS ? 0 : Math.min(PASSES * passNanos, LONGEST_NANOS);
    }
}
