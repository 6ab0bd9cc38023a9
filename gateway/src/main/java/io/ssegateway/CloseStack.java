package io.ssegateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is open, closed in the reverse order. A stop and a start that fails both close the same stack, so that neither
 * forgets a part. Safe for any thread; a second {@link #close} waits for the first and does nothing.
 */
final class CloseStack implements AutoCloseable {
    // Guarded by this.
    private final Deque<Runnable> actions = new ArrayDeque<>();

    /** Has {@code close} called with a part that was just opened. Returns the part. */
    <T> T push(T part, Consumer<? super T> close) {
        push(() -> close.accept(part));
        return part;
    }

    /** Has something done when all that is pushed later is closed. */
    synchronized void push(Runnable action) {
        actions.push(action);
    }

    /**
     * Closes everything, also if some of it fails; throws the first failure then, with the others as suppressed ones.
     */
    @Override
    public synchronized void close() {
        RuntimeException first = null;
        while (!actions.isEmpty()) {
            first = runNext(first);
        }
        if (first != null) {
            throw first;
        }
    }

    private @Nullable RuntimeException runNext(@Nullable RuntimeException first) {
        try {
            actions.pop().run();
            return first;
        } catch (RuntimeException e) {
            if (first == null) {
                return e;
            }
            first.addSuppressed(e);
            return first;
        }
    }

    /** As {@link #close}; what fails is suppressed by {@code cause}, for which everything is closed. */
    void closeAfter(Throwable cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
