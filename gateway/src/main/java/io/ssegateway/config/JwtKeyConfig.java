package io.ssegateway.config;

/**
 * The key of one role's tokens.
 *
 * @param key the secret or the public key as a text, or {@code file:} and the file it is in; empty for none
 * @param algorithm the one algorithm that its tokens are signed with
 */
public record JwtKeyConfig(String key, JwtAlgorithm algorithm) {

    /** What {@link #key} begins with where the key is in a file. */
    public static final String FILE = "file:";

    /** Whether there is a key. */
    public boolean hasKey() {
        return !key.isEmpty();
    }

    /** The key for logs and messages: the name of its file, or {@code ***}. */
    public String maskedKey() {
        return key.isEmpty() || key.startsWith(FILE) ? key : "***";
    }

    @Override
    public String toString() {
        return "JwtKeyConfig[key=" + maskedKey() + ", algorithm=" + algorithm + "]";
    }
}
