package io.ssegateway.eventlog;

/**
 * The log cannot be written or reached now. What was to be appended is not in the log, or not known to be: who publishes again
 * with an id of its own is safe either way.
 */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message a sentence for the operator */
    public LogUnavailableException(String message) {
        super(message);
    }

    /** @param message a sentence for the operator */
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
