package io.ssegateway.auth;

/**
 * Whether a token is valid cannot be said, as the keys cannot be fetched: the answer is 503. The cause is logged where
 * it happens, once, so this has no stack trace.
 */
public final class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param sentence what is out, for the operator */
    public KeysUnavailableException(String sentence) {
        super(sentence, null, false, false);
    }
}
