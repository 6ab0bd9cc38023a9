package io.ssegateway.config;

/**
 * Sockets and threads of the public listener.
 *
 * @param type       which transport
 * @param eventLoops threads; 0 means one per processor
 * @param reusePort  whether, with epoll and more than one event loop, each loop accepts on a socket of its own
 * @param backlog    connections that may wait to be accepted
 */
public record TransportConfig(TransportType type, int eventLoops, boolean reusePort, int backlog) {

    /** @throws ConfigException if a value is out of range */
    public TransportConfig {
        Require.between("transport.event-loops", eventLoops, 0, 1024);
        Require.between("transport.backlog", backlog, 1, 1_000_000);
    }

    /** The values of {@code config/gateway.yaml}. */
    public static TransportConfig defaults() {
        return new TransportConfig(TransportType.AUTO, 0, true, 4096);
    }
}
