package io.ssegateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.TestTicker;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void shouldGiveOneSecondsWorthAtOnceAndThenTheRate() {
        TokenBucket bucket = new TokenBucket(3, new TestTicker(clock::get));

        assertThat(drain(bucket)).isEqualTo(3);
        clock.addAndGet(SECOND / 3);
        assertThat(drain(bucket)).isZero();
        clock.addAndGet(1);
        assertThat(drain(bucket)).isEqualTo(1);
        clock.addAndGet(10 * SECOND);
        assertThat(drain(bucket)).isEqualTo(3);
    }

    @Test
    void shouldNotOverflowAfterYears() {
        for (Duration idle : List.of(Duration.ofDays(365), Duration.ofDays(36_500), Duration.ofNanos(Long.MAX_VALUE))) {
            TokenBucket slow = new TokenBucket(2, new TestTicker(clock::get));
            TokenBucket fast = new TokenBucket(Integer.MAX_VALUE, new TestTicker(clock::get));
            assertThat(drain(slow)).isEqualTo(2);
            assertThat(fast.tryTake()).isTrue();

            clock.addAndGet(idle.toNanos());

            assertThat(drain(slow)).isEqualTo(2);
            assertThat(fast.tryTake()).isTrue();
        }
    }

    @Test
    void shouldOutliveTheWrapAroundOfTheClock() {
        clock.set(Long.MAX_VALUE - SECOND / 2);
        TokenBucket bucket = new TokenBucket(4, new TestTicker(clock::get));
        assertThat(drain(bucket)).isEqualTo(4);

        clock.addAndGet(SECOND);
        assertThat(clock.get()).isNegative();

        assertThat(drain(bucket)).isEqualTo(4);
    }

    /** Whoever takes each token as soon as it is there gets, to the token, the rate: nothing is rounded away. */
    @Property(tries = 200)
    void shouldNotDrift(
            @ForAll @IntRange(min = 1, max = 50) int rate,
            @ForAll @Size(min = 1, max = 400) List<@LongRange(min = 1, max = SECOND) Long> steps) {
        TokenBucket bucket = new TokenBucket(rate, new TestTicker(clock::get));
        long given = drain(bucket);
        long elapsed = 0;
        for (long step : steps) {
            // Never so long without taking that the bucket runs over.
            long wait = Math.max(1, step * (rate - 1) / rate);
            clock.addAndGet(wait);
            elapsed += wait;
            given += drain(bucket);
        }
        assertThat(given).isEqualTo(rate + elapsed * rate / SECOND);
    }

    /** The clock may stand, jump far ahead and even go back; each take tries for several tokens. */
    @Property(tries = 300)
    void shouldNeverGiveMoreThanTheBurstAndTheRateInAnySpan(
            @ForAll @IntRange(min = 1, max = 20) int rate,
            @ForAll @Size(max = 60) List<@LongRange(min = -SECOND, max = 3 * SECOND) Long> steps) {
        TokenBucket bucket = new TokenBucket(rate, new TestTicker(clock::get));
        List<Long> takenAt = new ArrayList<>();
        long latest = clock.get();
        for (long step : steps) {
            clock.addAndGet(step);
            latest = Math.max(latest, clock.get());
            for (int i = 0; i < rate / 2 + 1; i++) {
                if (bucket.tryTake()) {
                    takenAt.add(latest);
                }
            }
        }
        for (int first = 0; first < takenAt.size(); first++) {
            for (int last = first; last < takenAt.size(); last++) {
                BigInteger span = BigInteger.valueOf(takenAt.get(last) - takenAt.get(first));
                BigInteger most = span.multiply(BigInteger.valueOf(rate))
                        .divide(BigInteger.valueOf(SECOND))
                        .add(BigInteger.valueOf(rate));
                assertThat(last - first + 1L).isLessThanOrEqualTo(most.longValueExact());
            }
        }
    }

    @Test
    void shouldGiveEachTokenToOneThread() throws Exception {
        int rate = 500_000;
        TokenBucket bucket = new TokenBucket(rate, new TestTicker(clock::get));
        AtomicInteger given = new AtomicInteger();

        Concurrently.run(4, thread -> {
            for (int i = 0; i < rate; i++) {
                if (bucket.tryTake()) {
                    given.incrementAndGet();
                }
            }
        });

        assertThat(given).hasValue(rate);
    }

    /** Threads push the clock while they take: together they get exactly what its whole way is worth. */
    @Test
    void shouldKeepTheRateWhileTheClockMovesUnderManyThreads() throws Exception {
        int rate = 100;
        TokenBucket bucket = new TokenBucket(rate, new TestTicker(clock::get));
        AtomicInteger given = new AtomicInteger();
        drain(bucket);

        Concurrently.run(4, thread -> {
            for (int i = 0; i < 20_000; i++) {
                clock.addAndGet(50_000);
                if (bucket.tryTake()) {
                    given.incrementAndGet();
                }
            }
        });

        assertThat(clock).hasValue(4 * SECOND);
        assertThat(given.get() + drain(bucket)).isEqualTo(4L * rate);
    }

    private static long drain(TokenBucket bucket) {
        long taken = 0;
        while (bucket.tryTake()) {
            taken++;
        }
        return taken;
    }
}
