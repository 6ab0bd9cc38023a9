package io.ssegateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ssegateway.metrics.RejectReason;

/**
 * 503 with {@code Retry-After}: something that the answer depends on is unavailable. A request for a stream is answered
 * by {@code limits.overload} instead.
 */
public final class Unavailable extends Problem {
    private static final long serialVersionUID = 1;

    private final RejectReason reason;

    /**
     * An answer to a request for something other than a stream.
     *
     * @param reason what is unavailable
     */
    public Unavailable(RejectReason reason, long retryAfterSeconds) {
        super(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                OverloadAnswer.detail(reason),
                HttpHeaderNames.RETRY_AFTER,
                Long.toString(retryAfterSeconds));
        this.reason = reason;
    }

    /** What is unavailable. */
    public RejectReason reason() {
        return reason;
    }
}
