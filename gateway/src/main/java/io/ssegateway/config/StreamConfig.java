package io.ssegateway.config;

import java.time.Duration;

/**
 * What holds for each stream.
 *
 * @param welcome whether a new {@code /events} stream is greeted with its connection id
 * @param retry about how long an {@code /events} client waits before it reconnects; zero leaves that to the client
 * @param maxAge how long a stream may be open at most; zero means without end
 * @param maxPendingBytes bytes that may wait for one slow reader
 */
public record StreamConfig(
        boolean welcome,
        Duration retry,
        Duration maxAge,
        @Bytes int maxPendingBytes) {

    /** @throws ConfigException if a value is out of range */
    public StreamConfig {
        Require.between("stream.retry", retry, Duration.ZERO, Duration.ofHours(1));
        Require.between("stream.max-age", maxAge, Duration.ZERO, Duration.ofDays(365));
        Require.bytesBetween("stream.max-pending-bytes", maxPendingBytes, 1, Require.GIBIBYTE);
    }
}
