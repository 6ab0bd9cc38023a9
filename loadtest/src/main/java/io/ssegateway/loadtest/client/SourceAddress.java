package io.ssegateway.loadtest.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where streams connect from. One source address has about 28,000 ports to one server, so that on Linux, where all of
 * 127.0.0.0/8 is this machine, so many streams use the first address, as many the next one, and so on.
 */
final class SourceAddress {

    static final int STREAMS_PER_ADDRESS = 20_000;

    private static final byte FIRST = 127;

    private SourceAddress() {}

    /**
     * The address to connect a stream from, or null for the one that the system chooses.
     *
     * @param number of the stream among all streams of the run, from 0
     */
    static @Nullable InetSocketAddress of(InetSocketAddress server, int number) {
        byte[] target = server.getAddress().getAddress();
        int alias = number / STREAMS_PER_ADDRESS;
        if (alias == 0 || target.length != 4 || target[0] != FIRST) {
            return null;
        }
        try {
            byte[] source = {FIRST, 0, 0, (byte) (1 + alias)};
            return new InetSocketAddress(InetAddress.getByAddress(source), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // Four bytes are an address.
        }
    }
}
