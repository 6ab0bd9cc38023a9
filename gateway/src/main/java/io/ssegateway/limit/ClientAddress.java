package io.ssegateway.limit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Identifies one client where clients share a limit. */
public final class ClientAddress {

    /**
     * Where IPv4 addresses lie among the /64 prefixes: in {@code 0:ffff::/32}. It is reserved, so no IPv6 peer is
     * there, and all keys are a {@code Long}: comparable, so keys chosen to collide cost a tree walk, not a list's.
     */
    private static final long IPV4_PREFIX = 0x0000_ffff_0000_0000L;

    private static final int IPV6_BYTES = 16;

    private ClientAddress() {}

    /** The client at the other end of a connection; all without an IP address are one. */
    public static long key(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null ? key(inet.getAddress()) : 0;
    }

    /**
     * The client with an address: an IPv4 address, also one that comes mapped into IPv6 ({@code ::ffff:1.2.3.4}); of
     * IPv6 the first 64 bits, as every customer has at least that many addresses to choose from.
     */
    public static long key(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        if (address instanceof Inet4Address) {
            return ipv4(bytes.getInt(0));
        }
        return isMappedIpv4(bytes) ? ipv4(bytes.getInt(IPV6_BYTES - Integer.BYTES)) : bytes.getLong(0);
    }

    private static long ipv4(int bits) {
        return IPV4_PREFIX | Integer.toUnsignedLong(bits);
    }

    private static boolean isMappedIpv4(ByteBuffer ipv6) {
        return ipv6.getLong(0) == 0 && ipv6.getInt(Long.BYTES) == 0x0000_ffff;
    }
}
