package io.ssegateway.loadtest.compare;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when the process is told to stop, and holds the process until that thread has
 * ended it, so that it can put an end to what it began.
 */
final class Interruption {

    private static final long HOLD_SECONDS = 30;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    /** From now on. */
    Interruption() {
        Thread thread = Thread.currentThread();
        hook = new Thread(() -> interrupt(thread), "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt(Thread thread) {
        thread.interrupt();
        try {
            ended.await(HOLD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process may end. */
    void end() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is ending.
        }
    }
}
