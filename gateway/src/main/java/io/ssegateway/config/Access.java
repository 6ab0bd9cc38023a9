package io.ssegateway.config;

/** Who may do something: everybody, or whoever has a token for it. */
public enum Access {
    /** {@link #TOKEN} or {@link #ANONYMOUS}, as {@link AuthConfig} says. */
    AUTO,
    /** Everybody. */
    ANONYMOUS,
    /** Whoever has a token. */
    TOKEN
}
