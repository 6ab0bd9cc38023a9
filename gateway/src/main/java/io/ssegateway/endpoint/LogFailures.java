package io.ssegateway.endpoint;

import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.http.Unavailable;
import io.ssegateway.metrics.RejectReason;

/** What a client is answered when the event log fails. */
public final class LogFailures {
    private static final int RETRY_SECONDS = 1;

    private LogFailures() {}

    /** An outage of the log is answered with 503; other failures are not changed. */
    public static Throwable answer(Throwable failure) {
        return failure instanceof LogUnavailableException
                ? new Unavailable(RejectReason.LOG_UNAVAILABLE, RETRY_SECONDS)
                : failure;
    }
}
