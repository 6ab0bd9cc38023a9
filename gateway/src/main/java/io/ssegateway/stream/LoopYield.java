package io.ssegateway.stream;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Continues long work in the next iteration of its event loop. A task that merely resubmits itself runs again before
 * the loop serves its sockets, for up to a second; so this one first waits for the end of the iteration.
 */
public final class LoopYield {
    private final EventLoop loop;
    private final Runnable work;
    private final Runnable submit;

    LoopYield(EventLoop loop, Runnable work) {
        this.loop = loop;
        this.work = work;
        this.submit = this::soon;
    }

    /** Runs the work as soon as the loop comes to it; may be called by any thread. */
    public void soon() {
        try {
            loop.execute(work);
        } catch (RejectedExecutionException stopped) {
            // The loop has ended, and its streams with it.
        }
    }

    /** Runs the work after so many nanoseconds. On the loop only. */
    public void later(long nanos) {
        try {
            loop.schedule(work, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            // As above.
        }
    }

    /** Runs the work once the loop has accepted, read and run its other tasks. On the loop only. */
    public void afterOthers() {
        if (loop instanceof SingleThreadEventLoop single && !single.isShuttingDown()) {
            single.executeAfterEventLoopIteration(submit);
        } else {
            soon();
        }
    }
}
