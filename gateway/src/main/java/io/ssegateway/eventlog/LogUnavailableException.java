package io.ssegateway.eventlog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The log cannot be written or reached now. What was to be appended is not in the log, or not known to be: who
 * publishes again with an id of its own is safe either way.
 */
public final class LogUnavailableException extends RuntimeException {
    /** What is said of a log that was closed. */
    public static final String CLOSED = "The event log is closed.";

    private static final long serialVersionUID = 1;

    /** @param message a sentence for the operator */
    public LogUnavailableException(String message) {
        super(message);
    }

    /** A stage that has failed, with a sentence for the operator. */
    public static <T> CompletionStage<T> stage(String message) {
        return CompletableFuture.failedStage(new LogUnavailableException(message));
    }

    /** @param message a sentence for the operator */
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
