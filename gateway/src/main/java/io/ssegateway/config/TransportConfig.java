package io.ssegateway.config;

import java.time.Duration;

/**
 * Sockets and threads of the public listener.
 *
 * @param type which transport
 * @param eventLoops threads; 0 means one per processor
 * @param reusePort whether, with epoll and more than one event loop, each loop accepts on a socket of its own
 * @param deferAccept whether, with epoll, a connection is accepted only with its first byte
 * @param backlog connections that may wait to be accepted
 * @param tcpNotsentLowat bytes that the kernel may hold unsent for a connection, with epoll; 0 means the kernel's
 *     default
 * @param sendBuffer bytes that the kernel may hold for a connection, sent or not; 0 means that it tunes it itself
 * @param tcpUserTimeout how long bytes may stay unacknowledged, or a window closed, until the kernel drops a
 *     connection, with epoll; zero means the kernel's default
 */
public record TransportConfig(
        TransportType type,
        int eventLoops,
        boolean reusePort,
        boolean deferAccept,
        int backlog,
        @Bytes int tcpNotsentLowat,
        @Bytes int sendBuffer,
        Duration tcpUserTimeout) {

    /** @throws ConfigException if a value is out of range */
    public TransportConfig {
        Require.between("transport.event-loops", eventLoops, 0, 1024);
        Require.between("transport.backlog", backlog, 1, 1_000_000);
        Require.bytesBetween("transport.tcp-notsent-lowat", tcpNotsentLowat, 0, Require.GIBIBYTE);
        Require.bytesBetween("transport.send-buffer", sendBuffer, 0, Require.GIBIBYTE);
        Require.between("transport.tcp-user-timeout", tcpUserTimeout, Duration.ZERO, Duration.ofHours(1));
    }
}
