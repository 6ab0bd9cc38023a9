package io.ssegateway.config;

import java.time.Duration;

/**
 * The limits for all clients together and for each.
 *
 * @param maxConnections open connections in total; 0 means as many as the process may open
 * @param maxConnectionsPerAddress open connections of one address (IPv6: of one /64); 0 means no limit
 * @param publisherReserve connections over a limit that are accepted as long as they do not open streams
 * @param acceptsPerSecond new connections per second; 0 means no limit
 * @param overload the answer to a client over a limit
 * @param retryAfter the shortest time it is asked to wait; the longest is twice that
 * @param maxRequestLineBytes bytes of the request line
 * @param maxHeaderBytes bytes of all header lines together
 * @param maxBodyBytes bytes of a publish request's body
 * @param requestTimeout from the first byte of a request, or the connection's opening, to its last byte
 * @param keepAliveTimeout how long an open connection may wait for its next request
 * @param maxTopicsPerStream different topics that one stream may ask for
 * @param replayBytesPerSecond the total rate of replays; 0 means no limit
 */
public record LimitsConfig(
        int maxConnections,
        int maxConnectionsPerAddress,
        int publisherReserve,
        int acceptsPerSecond,
        Overload overload,
        Duration retryAfter,
        @Bytes int maxRequestLineBytes,
        @Bytes int maxHeaderBytes,
        @Bytes int maxBodyBytes,
        Duration requestTimeout,
        Duration keepAliveTimeout,
        int maxTopicsPerStream,
        @Bytes int replayBytesPerSecond) {

    /** More than any process can open; low enough that a cap and its reserve add up to an {@code int}. */
    private static final int MANY = 100_000_000;

    /** @throws ConfigException if a value is out of range */
    public LimitsConfig {
        Require.between("limits.max-connections", maxConnections, 0, MANY);
        Require.between("limits.max-connections-per-address", maxConnectionsPerAddress, 0, MANY);
        Require.between("limits.publisher-reserve", publisherReserve, 0, MANY);
        Require.between("limits.accepts-per-second", acceptsPerSecond, 0, MANY);
        Require.between("limits.retry-after", retryAfter, Require.ONE_MILLI, Duration.ofHours(1));
        Require.bytesBetween("limits.max-request-line-bytes", maxRequestLineBytes, 64, Require.MEBIBYTE);
        Require.bytesBetween("limits.max-header-bytes", maxHeaderBytes, 64, Require.MEBIBYTE);
        Require.bytesBetween("limits.max-body-bytes", maxBodyBytes, 1, Require.GIBIBYTE);
        Require.between("limits.request-timeout", requestTimeout, Require.ONE_MILLI, Duration.ofHours(1));
        Require.between("limits.keep-alive-timeout", keepAliveTimeout, Require.ONE_MILLI, Duration.ofHours(24));
        Require.between("limits.max-topics-per-stream", maxTopicsPerStream, 1, 10_000);
        Require.bytesBetween("limits.replay-bytes-per-second", replayBytesPerSecond, 0, Require.GIBIBYTE);
    }
}
