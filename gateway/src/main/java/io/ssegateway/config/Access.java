package io.ssegateway.config;

/** Who may do something: every client, or clients with a token for it. */
public enum Access {
    /** {@link #TOKEN} or {@link #ANONYMOUS}, as {@link AuthConfig} says. */
    AUTO,
    /** Everybody. */
    ANONYMOUS,
    /** Clients with a token. */
    TOKEN
}
