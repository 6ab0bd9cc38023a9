package io.ssegateway.config;

/** Which of Netty's transports carries the sockets. */
public enum TransportType {
    /** Epoll where it loads, NIO elsewhere. */
    AUTO,
    /** Linux's own; the start fails where it does not load. */
    EPOLL,
    /** The JDK's. */
    NIO
}
