package io.ssegateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open parts, closed in reverse order. A stop and a failed start both close the same stack, so that neither forgets
 * a part. Safe for any thread; a second {@link #close} waits for the first and does nothing.
 */
final class CloseStack implements AutoCloseable {
    // Guarded by this.
    private final Deque<Runnable> actions = new ArrayDeque<>();

    /** Registers {@code close} for a part that was just opened. Returns the part. */
    <T> T push(T part, Consumer<? super T> close) {
        push(() -> close.accept(part));
        return part;
    }

    /** Registers an action to run when all later parts are closed. */
    synchronized void push(Runnable action) {
        actions.push(action);
    }

    /**
     * Closes everything, even if some parts fail; then throws the first failure, with the others as suppressed ones.
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

    /** Like {@link #close}, because of {@code cause}; failures are added to it as suppressed ones. */
    void closeAfter(Throwable cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
