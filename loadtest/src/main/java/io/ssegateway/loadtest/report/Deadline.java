package io.ssegateway.loadtest.report;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The end of a run at the latest, and all waiting until then. Belongs to the run's thread. */
public final class Deadline {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Duration timeout;
    private final Progress progress;
    private final long start = System.nanoTime();

    /** The run begins now. */
    public Deadline(Duration timeout, Progress progress) {
        this.timeout = timeout;
        this.progress = progress;
    }

    /** What is left; zero or negative if the time is over. */
    private Duration left() {
        return Duration.ofNanos(start + timeout.toNanos() - System.nanoTime());
    }

    public long timeoutSeconds() {
        return timeout.toSeconds();
    }

    /** Shows a phase until it is done; false if the run's time was over first. */
    public boolean await(String phase, LongSupplier done, long total, BooleanSupplier finished)
            throws InterruptedException {
        while (!finished.getAsBoolean()) {
            if (left().toNanos() <= 0) {
                return false;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            progress.show(phase, done.getAsLong(), total);
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** Shows the milliseconds of a phase that lasts as long, or until something has failed. */
    public boolean pass(String phase, Duration time, BooleanSupplier failed) throws InterruptedException {
        String name = phase + ", ms";
        long begin = System.nanoTime();
        LongSupplier passed = () -> Math.min(time.toMillis(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        boolean inTime = await(
                name,
                passed,
                time.toMillis(),
                () -> failed.getAsBoolean() || System.nanoTime() - begin >= time.toNanos());
        finish(name, passed.getAsLong(), time.toMillis());
        return inTime;
    }

    /** Shows how far a phase has come in the end. */
    public void finish(String phase, long done, long total) {
        progress.finish(phase, done, total);
    }
}
