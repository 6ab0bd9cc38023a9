package io.ssegateway.limit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A number of permits for each address. An entry lives only while permits of its address are out, so memory follows the
 * open connections, not the addresses that ever came. Any thread.
 */
final class AddressPermits {

    /**
     * Where IPv4 addresses lie among the /64 prefixes: in {@code 0:ffff::/32}. It is reserved, so no IPv6 peer is
     * there, and all keys are a {@code Long}: comparable, so keys chosen to collide cost a tree walk, not a list's.
     */
    private static final long IPV4_PREFIX = 0x0000_ffff_0000_0000L;

    private static final int IPV6_BYTES = 16;

    private final int maxPerAddress;
    private final ConcurrentMap<Long, Integer> taken = new ConcurrentHashMap<>();

    /** @param maxPerAddress permits of one address, 1 or more */
    AddressPermits(int maxPerAddress) {
        if (maxPerAddress < 1) {
            throw new IllegalArgumentException("permits per address must be 1 or more, not " + maxPerAddress);
        }
        this.maxPerAddress = maxPerAddress;
    }

    boolean tryAcquire(InetAddress address) {
        Long key = key(address);
        while (true) {
            Integer now = taken.get(key);
            if (now == null) {
                if (taken.putIfAbsent(key, 1) == null) {
                    return true;
                }
            } else if (now >= maxPerAddress) {
                return false;
            } else if (taken.replace(key, now, now + 1)) {
                return true;
            }
        }
    }

    /** @throws IllegalStateException if no permit of the address is out */
    void release(InetAddress address) {
        Long key = key(address);
        while (true) {
            Integer now = taken.get(key);
            if (now == null) {
                throw new IllegalStateException("a permit was released that " + address + " does not hold");
            }
            if (now == 1 ? taken.remove(key, now) : taken.replace(key, now, now - 1)) {
                return;
            }
        }
    }

    /** Addresses that hold permits. */
    int addresses() {
        return taken.size();
    }

    /**
     * What counts as one address: an IPv4 address, also one that comes mapped into IPv6 ({@code ::ffff:1.2.3.4}); of
     * IPv6 the first 64 bits, as every customer has at least that many addresses to choose from.
     */
    static long key(InetAddress address) {
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
