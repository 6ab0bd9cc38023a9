package io.ssegateway.auth.webhook;

import java.util.concurrent.CompletionException;

/** It cannot be decided now whether a request is allowed. */
public final class WebhookUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The reason. */
    public enum Cause {
        /**
         * The service is unavailable, whatever the question is: no connection can be made, or questions of several
         * clients have failed and it is not called for now. No client can cause this by what it asks.
         */
        ABSENCE,
        /** This question has failed: the service answered it late, with an error or with an invalid answer. */
        FAILURE,
        /** The gateway has more questions than it may ask. */
        OVERLOAD
    }

    private final Cause why;

    /** @param sentence for the log, not for clients */
    WebhookUnavailableException(Cause why, String sentence) {
        super(sentence, null, false, false);
        this.why = why;
    }

    /** Whether this is why something failed, wrapped or not: the service is away. */
    public static boolean isAbsence(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof WebhookUnavailableException unavailable && unavailable.why == Cause.ABSENCE;
    }

    public Cause why() {
        return why;
    }
}
