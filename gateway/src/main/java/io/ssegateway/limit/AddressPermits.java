package io.ssegateway.limit;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A number of permits for each address. An entry lives only while permits of its address are out, so memory follows the
 * open connections, not the addresses that ever came. Any thread.
 */
final class AddressPermits {

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
        Long key = ClientAddress.key(address);
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
        Long key = ClientAddress.key(address);
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
}
