package io.ssegateway.auth;

/**
 * A token cannot be checked, because the keys cannot be fetched: the answer is 503. The cause is logged once where it
 * happens, so this has no stack trace.
 */
public final class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param sentence what is unavailable, for the operator */
    public KeysUnavailableException(String sentence) {
        super(sentence, null, false, false);
    }
}
