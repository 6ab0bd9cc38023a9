package io.ssegateway.auth;

/** Too many tokens are waiting to be checked: the answer is 503. A flood causes many, so this has no stack trace. */
public final class TokenQueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TokenQueueFullException() {
        super("Too many tokens are waiting to be checked.", null, false, false);
    }
}
