package io.ssegateway.protocol.sse;

/** An event stream has a longer line or a longer event than its reader is ready to hold in memory. */
public final class SseLimitExceededException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SseLimitExceededException(String what, int limit) {
        super("the stream has " + what + " of more than " + limit + " bytes");
    }
}
