package io.ssegateway.auth;

/**
 * What a request presents as its token does not count: the answer is 401. The message is a sentence for who made the
 * token; it never contains any of it. Without a stack trace, as anybody can cause it.
 */
public final class InvalidTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param sentence what is wrong, without the token or a part of it */
    public InvalidTokenException(String sentence) {
        super(sentence, null, false, false);
    }
}
