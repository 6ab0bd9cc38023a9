package io.ssegateway.limit;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.metrics.RejectReason;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each accepted connection whether it may stay. Any thread.
 *
 * <p>A gateway that is full must still take publishes. So a connection over {@link RejectReason#MAX_CONNECTIONS} may be
 * kept with a permit of the reserve, as long as it opens no stream.
 */
public final class ConnectionLimiter {

    private final @Nullable TokenBucket accepts;
    private final Permits connections;
    private final @Nullable AddressPermits addresses;
    private final Permits reserve;

    /**
     * @param maxConnections open connections in total, 1 or more
     * @param maxPerAddress open connections of one address (IPv6: of one /64); 0 means no limit
     * @param publisherReserve connections beyond {@code maxConnections} that may only publish, 0 or more
     * @param acceptsPerSecond new connections per second, with a burst of one second's worth; 0 means no limit
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ConnectionLimiter(
            int maxConnections, int maxPerAddress, int publisherReserve, int acceptsPerSecond, Ticker ticker) {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be 1 or more, not " + maxConnections);
        }
        this.accepts = acceptsPerSecond == 0 ? null : new TokenBucket(acceptsPerSecond, ticker);
        this.connections = new Permits(maxConnections);
        this.addresses = maxPerAddress == 0 ? null : new AddressPermits(maxPerAddress);
        this.reserve = new Permits(publisherReserve);
    }

    /**
     * Acquires a place for a connection. A rejected one takes only a token of the accept rate, which counts every
     * connection: answering one that is over a limit costs as much as accepting it.
     *
     * @return {@code null} if it may stay: then {@link #release} must be called exactly once, when it is closed, with
     *     the same address. Otherwise the reason: the accept rate is checked first, then the total, then the address
     */
    public @Nullable RejectReason tryAcquire(InetAddress address) {
        if (accepts != null && !accepts.tryTake()) {
            return RejectReason.ACCEPT_RATE;
        }
        if (connections.exhausted()) {
            return RejectReason.MAX_CONNECTIONS;
        }
        // The address before the place: else one address that keeps knocking would again and again hold the last free
        // place for a moment, in which others are refused.
        if (addresses != null && !addresses.tryAcquire(address)) {
            return RejectReason.MAX_CONNECTIONS_PER_ADDRESS;
        }
        if (!connections.tryAcquire()) {
            releaseAddress(address);
            return RejectReason.MAX_CONNECTIONS;
        }
        return null;
    }

    /**
     * Gives a place back.
     *
     * @param address what it was acquired with
     * @throws IllegalStateException if that address holds no place
     */
    public void release(InetAddress address) {
        releaseAddress(address);
        connections.release();
    }

    /** Asks for a place in the reserve; if {@code true}, {@link #releaseReserve} is called exactly once. */
    public boolean tryAcquireReserve() {
        return reserve.tryAcquire();
    }

    /**
     * Gives a place of the reserve back.
     *
     * @throws IllegalStateException if none is held
     */
    public void releaseReserve() {
        reserve.release();
    }

    /** Connections that hold a place now, the reserve's not counted. */
    public int open() {
        return connections.taken();
    }

    /** Addresses that hold a place now; 0 if there is no limit per address. */
    int addresses() {
        return addresses == null ? 0 : addresses.addresses();
    }

    private void releaseAddress(InetAddress address) {
        if (addresses != null) {
            addresses.release(address);
        }
    }
}
