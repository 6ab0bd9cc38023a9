package io.ssegateway.auth;

/**
 * The token of a request is not valid: the answer is 401. The message is for the developer who issued the token, and
 * never contains any of it. Without a stack trace, because any client can cause it.
 */
public final class InvalidTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param sentence what is wrong, without the token or a part of it */
    public InvalidTokenException(String sentence) {
        super(sentence, null, false, false);
    }
}
