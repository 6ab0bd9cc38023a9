package io.ssegateway.eventlog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The log cannot be written or reached now. An update that was to be appended is not in the log, or it is unknown
 * whether it is: a publisher can safely repeat it with an id of its own.
 */
public final class LogUnavailableException extends RuntimeException {
    /** The message of a log that was closed. */
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
