package io.ssegateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.metrics.RejectReason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class ConnectionLimiterPropertiesTest {

    private static final int ADDRESSES = 4;
    private static final int THREADS = 4;

    /**
     * Positive steps acquire for an address, negative ones release what it holds; the expected answer is plain
     * counting.
     */
    @Property
    void shouldAnswerAsPlainCountingDoes(
            @ForAll @IntRange(min = 1, max = 6) int max,
            @ForAll @IntRange(max = 3) int perAddress,
            @ForAll @Size(max = 200) List<@IntRange(min = -ADDRESSES, max = ADDRESSES - 1) Integer> steps) {
        ConnectionLimiter limiter = new ConnectionLimiter(max, perAddress, 0, 0, Ticker.systemTicker());
        Map<Integer, Integer> held = new HashMap<>();
        for (int step : steps) {
            int open = held.values().stream().mapToInt(n -> n).sum();
            int id = step < 0 ? -step - 1 : step;
            int own = held.getOrDefault(id, 0);
            if (step >= 0) {
                RejectReason expected = expectedAnswer(open, own, max, perAddress);
                assertThat(limiter.tryAcquire(address(id))).isEqualTo(expected);
                if (expected == null) {
                    held.put(id, own + 1);
                }
            } else if (own > 0) {
                limiter.release(address(id));
                held.put(id, own - 1);
            }
            assertThat(limiter.open())
                    .isEqualTo(held.values().stream().mapToInt(n -> n).sum());
            assertThat(limiter.addresses())
                    .isEqualTo(
                            perAddress == 0
                                    ? 0
                                    : held.values().stream().filter(n -> n > 0).count());
        }
    }

    private static @Nullable RejectReason expectedAnswer(int open, int own, int max, int perAddress) {
        if (open >= max) {
            return RejectReason.MAX_CONNECTIONS;
        }
        return perAddress > 0 && own >= perAddress ? RejectReason.MAX_CONNECTIONS_PER_ADDRESS : null;
    }

    @Property(tries = 40)
    void shouldHoldItsCapsAndEndAtZeroWithManyThreads(
            @ForAll @IntRange(min = 1, max = 12) int max,
            @ForAll @IntRange(min = 1, max = 4) int perAddress,
            @ForAll @IntRange(max = 3) int reserve,
            @ForAll long seed)
            throws Exception {
        ConnectionLimiter limiter = new ConnectionLimiter(max, perAddress, reserve, 0, Ticker.systemTicker());
        Holders all = new Holders(max);
        Holders[] ofAddress = new Holders[ADDRESSES];
        for (int id = 0; id < ADDRESSES; id++) {
            ofAddress[id] = new Holders(perAddress);
        }
        Holders ofReserve = new Holders(reserve);

        Concurrently.run(THREADS, thread -> {
            Random random = new Random(seed + thread);
            List<Integer> held = new ArrayList<>();
            for (int step = 0; step < 3_000; step++) {
                int id = random.nextInt(ADDRESSES);
                if (random.nextBoolean() || held.isEmpty()) {
                    if (limiter.tryAcquire(address(id)) == null) {
                        all.enter();
                        ofAddress[id].enter();
                        held.add(id);
                    }
                } else {
                    release(limiter, all, ofAddress, held.remove(random.nextInt(held.size())));
                }
                if (limiter.tryAcquireReserve()) {
                    ofReserve.enter();
                    ofReserve.leave();
                    limiter.releaseReserve();
                }
                assertThat(limiter.open()).isBetween(0, max);
            }
            held.forEach(id -> release(limiter, all, ofAddress, id));
        });

        assertThat(limiter.open()).isZero();
        assertThat(limiter.addresses()).isZero();
        assertThat(all.most()).isBetween(1, max);
        for (int i = 0; i < reserve; i++) {
            assertThat(limiter.tryAcquireReserve())
                    .as("a place of the reserve was lost")
                    .isTrue();
        }
    }

    private static void release(ConnectionLimiter limiter, Holders all, Holders[] ofAddress, int id) {
        all.leave();
        ofAddress[id].leave();
        limiter.release(address(id));
    }

    /** One free place, one connection that comes and goes, and somebody else over his own limit who keeps knocking. */
    @Property(tries = 10)
    void shouldRefuseNobodyForWhomThereIsAPlace(@ForAll @IntRange(min = 1, max = 3) int knockers) throws Exception {
        ConnectionLimiter limiter = new ConnectionLimiter(2, 1, 0, 0, Ticker.systemTicker());
        InetAddress wellBehaved = address(1);
        InetAddress hostile = address(2);
        assertThat(limiter.tryAcquire(hostile)).isNull();

        Concurrently.run(1 + knockers, thread -> {
            for (int i = 0; i < 20_000; i++) {
                if (thread == 0) {
                    assertThat(limiter.tryAcquire(wellBehaved)).isNull();
                    limiter.release(wellBehaved);
                } else {
                    assertThat(limiter.tryAcquire(hostile)).isNotNull();
                }
            }
        });

        assertThat(limiter.open()).isEqualTo(1);
    }

    /**
     * Counts who is inside. Entered after a place was acquired and left before it is released, so it never counts more
     * than the limiter gave out: a count over the limit is the limiter's fault.
     */
    private static final class Holders {

        private final int limit;
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Holders(int limit) {
            this.limit = limit;
        }

        void enter() {
            int now = inside.incrementAndGet();
            most.accumulateAndGet(now, Math::max);
            assertThat(now).isLessThanOrEqualTo(limit);
        }

        void leave() {
            inside.decrementAndGet();
        }

        int most() {
            return most.get();
        }
    }

    private static InetAddress address(int id) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) id});
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
