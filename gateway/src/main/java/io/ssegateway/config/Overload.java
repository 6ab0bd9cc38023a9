package io.ssegateway.config;

/** What a client over a limit gets. */
public enum Overload {
    /** 503 with {@code Retry-After}: load balancers and services understand it. */
    REJECT,
    /** 200, a {@code retry:} field and the end: an {@code EventSource} reconnects by itself. */
    RETRY
}
