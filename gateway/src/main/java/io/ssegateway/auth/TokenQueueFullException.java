package io.ssegateway.auth;

/** More tokens wait to be checked than may: the answer is 503. A flood makes many, so this has no stack trace. */
public final class TokenQueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TokenQueueFullException() {
        super("More tokens come than can be checked.", null, false, false);
    }
}
