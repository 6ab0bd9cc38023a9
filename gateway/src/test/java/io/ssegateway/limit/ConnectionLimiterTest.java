package io.ssegateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ssegateway.metrics.RejectReason;
import io.ssegateway.testing.TestTicker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionLimiterTest {

    private static final InetAddress ALICE = address("192.0.2.1");
    private static final InetAddress BOB = address("192.0.2.2");

    private final AtomicLong clock = new AtomicLong();

    @Test
    void shouldAdmitUpToTheCapAndAgainAfterARelease() {
        ConnectionLimiter limiter = limiter(2, 0, 0);

        assertThat(limiter.tryAcquire(ALICE)).isNull();
        assertThat(limiter.tryAcquire(ALICE)).isNull();
        assertThat(limiter.tryAcquire(BOB)).isEqualTo(RejectReason.MAX_CONNECTIONS);
        assertThat(limiter.open()).isEqualTo(2);

        limiter.release(ALICE);
        assertThat(limiter.open()).isEqualTo(1);
        assertThat(limiter.tryAcquire(BOB)).isNull();
    }

    @Test
    void shouldLimitOneAddressAndNoOther() {
        ConnectionLimiter limiter = limiter(10, 2, 0);

        assertThat(limiter.tryAcquire(ALICE)).isNull();
        assertThat(limiter.tryAcquire(ALICE)).isNull();
        assertThat(limiter.tryAcquire(ALICE)).isEqualTo(RejectReason.MAX_CONNECTIONS_PER_ADDRESS);
        assertThat(limiter.tryAcquire(BOB)).isNull();
        assertThat(limiter.open()).isEqualTo(3);

        limiter.release(ALICE);
        assertThat(limiter.tryAcquire(ALICE)).isNull();
    }

    @Test
    void shouldLeaveNoAddressBehindWhenFull() {
        ConnectionLimiter limiter = limiter(1, 1, 0);
        assertThat(limiter.tryAcquire(ALICE)).isNull();

        for (int i = 0; i < 1_000; i++) {
            assertThat(limiter.tryAcquire(address("198.51.100." + i % 256))).isEqualTo(RejectReason.MAX_CONNECTIONS);
        }
        assertThat(limiter.addresses()).isEqualTo(1);

        limiter.release(ALICE);
        assertThat(limiter.addresses()).isZero();
        assertThat(limiter.open()).isZero();
    }

    @Test
    void shouldKeepNoPlaceForAnAddressOverItsLimit() {
        ConnectionLimiter limiter = limiter(2, 1, 0);
        assertThat(limiter.tryAcquire(ALICE)).isNull();

        for (int i = 0; i < 10; i++) {
            assertThat(limiter.tryAcquire(ALICE)).isEqualTo(RejectReason.MAX_CONNECTIONS_PER_ADDRESS);
        }
        assertThat(limiter.open()).isEqualTo(1);
        assertThat(limiter.tryAcquire(BOB)).isNull();
    }

    @Test
    void shouldNameTheTotalBeforeTheAddress() {
        ConnectionLimiter limiter = limiter(1, 1, 0);
        assertThat(limiter.tryAcquire(ALICE)).isNull();

        assertThat(limiter.tryAcquire(ALICE)).isEqualTo(RejectReason.MAX_CONNECTIONS);
    }

    @Test
    void shouldNameTheAcceptRateFirstAndRefillWithTime() {
        ConnectionLimiter limiter = limiter(1, 1, 2);
        assertThat(limiter.tryAcquire(ALICE)).isNull();
        assertThat(limiter.tryAcquire(ALICE)).isEqualTo(RejectReason.MAX_CONNECTIONS);
        assertThat(limiter.tryAcquire(ALICE)).isEqualTo(RejectReason.ACCEPT_RATE);

        clock.addAndGet(500_000_000);
        assertThat(limiter.tryAcquire(ALICE)).isEqualTo(RejectReason.MAX_CONNECTIONS);
        assertThat(limiter.tryAcquire(ALICE)).isEqualTo(RejectReason.ACCEPT_RATE);
        assertThat(limiter.open()).isEqualTo(1);
    }

    @Test
    void shouldRememberNoAddressWithoutALimitPerAddress() {
        ConnectionLimiter limiter = limiter(10, 0, 0);

        assertThat(limiter.tryAcquire(ALICE)).isNull();

        assertThat(limiter.addresses()).isZero();
        limiter.release(ALICE);
        assertThat(limiter.open()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "192.0.2.1, ::ffff:192.0.2.1, true",
        "::ffff:192.0.2.1, ::ffff:192.0.2.2, false",
        "::1, ::ffff:0.0.0.1, false",
        "::1, 0.0.0.1, false",
        "0.0.0.0, ::, false",
        "255.255.255.255, ffff:ffff:ffff:ffff::1, false",
        "fe80::1, fe80::2, true",
    })
    void shouldCountIpv6ByItsPrefixAndMappedIpv4AsIpv4(String first, String second, boolean same) {
        ConnectionLimiter limiter = limiter(10, 1, 0);
        InetAddress one = asThePeerOfAnIpv6Socket(first);
        InetAddress other = asThePeerOfAnIpv6Socket(second);

        assertThat(limiter.tryAcquire(one)).isNull();
        assertThat(limiter.tryAcquire(other)).isEqualTo(same ? RejectReason.MAX_CONNECTIONS_PER_ADDRESS : null);

        // What one form took, the other gives back.
        limiter.release(same ? other : one);
        assertThat(limiter.tryAcquire(one)).isNull();
    }

    @Test
    void shouldKeepTheReserveApart() {
        ConnectionLimiter limiter = new ConnectionLimiter(1, 0, 2, 0, new TestTicker(clock::get));
        assertThat(limiter.tryAcquire(ALICE)).isNull();

        assertThat(limiter.tryAcquireReserve()).isTrue();
        assertThat(limiter.tryAcquireReserve()).isTrue();
        assertThat(limiter.tryAcquireReserve()).isFalse();
        assertThat(limiter.open()).isEqualTo(1);

        limiter.releaseReserve();
        assertThat(limiter.tryAcquireReserve()).isTrue();
        assertThat(limiter(1, 0, 0).tryAcquireReserve()).isFalse();
    }

    @Test
    void shouldSayWhenMoreIsReleasedThanWasAcquired() {
        ConnectionLimiter limiter = limiter(2, 1, 0);
        assertThat(limiter.tryAcquire(ALICE)).isNull();

        assertThatThrownBy(() -> limiter.release(BOB)).isInstanceOf(IllegalStateException.class);
        assertThat(limiter.open()).isEqualTo(1);
        limiter.release(ALICE);
        assertThatThrownBy(() -> limiter.release(ALICE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(limiter::releaseReserve).isInstanceOf(IllegalStateException.class);
        assertThat(limiter.open()).isZero();

        ConnectionLimiter withoutAddresses = limiter(1, 0, 0);
        assertThatThrownBy(() -> withoutAddresses.release(ALICE)).isInstanceOf(IllegalStateException.class);
        assertThat(withoutAddresses.open()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0,0,0,0", "-1,0,0,0", "1,-1,0,0", "1,0,-1,0", "1,0,0,-1"})
    void shouldRefuseImpossibleLimits(int max, int perAddress, int reserve, int perSecond) {
        assertThatThrownBy(() -> new ConnectionLimiter(max, perAddress, reserve, perSecond, new TestTicker(clock::get)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("or more, not "
                        + Math.min(0, Math.min(Math.min(max, perAddress), Math.min(reserve, perSecond))));
    }

    private ConnectionLimiter limiter(int max, int perAddress, int perSecond) {
        return new ConnectionLimiter(max, perAddress, 0, perSecond, new TestTicker(clock::get));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    /** The JDK turns a mapped literal into an Inet4Address; an IPv6 socket may hand out the mapped form as it is. */
    private static InetAddress asThePeerOfAnIpv6Socket(String literal) {
        if (!literal.startsWith("::ffff:")) {
            return address(literal);
        }
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(address(literal.substring("::ffff:".length())).getAddress(), 0, bytes, 12, 4);
        try {
            return Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
