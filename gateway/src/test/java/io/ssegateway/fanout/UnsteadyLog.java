package io.ssegateway.fanout;

import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.topic.Interest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log that cannot be read at times, or takes its time. */
final class UnsteadyLog extends ForwardingLog {
    private final Queue<Runnable> held = new ArrayDeque<>();
    /** Whether reads fail. */
    boolean fails;
    /** Whether reads throw. */
    boolean throwsErrors;
    /** How many reads there were. */
    int reads;
    /** Whether what was read waits for {@link #release}. */
    boolean holds;

    UnsteadyLog(EventLog log) {
        super(log);
    }

    /** The oldest read that waits is answered with what it found; false if none waits. */
    boolean release() {
        Runnable next = held.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    @Override
    public CompletionStage<Page> read(Position after, Interest interest, int limit) {
        reads++;
        if (throwsErrors) {
            throw new OutOfMemoryError("for a test");
        }
        if (fails) {
            return CompletableFuture.failedStage(new LogUnavailableException("not now"));
        }
        CompletionStage<Page> page = log.read(after, interest, limit);
        if (!holds) {
            return page;
        }
        CompletableFuture<Page> later = new CompletableFuture<>();
        held.add(() -> page.thenAccept(later::complete));
        return later;
    }
}
