package io.ssegateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    @Property
    void shouldStayBetweenTheBaseAndTwiceThat(@ForAll @LongRange(max = 10_000_000) long baseMillis, @ForAll long seed) {
        RetryAfter retryAfter = withSeed(Duration.ofMillis(baseMillis), seed);

        long seconds = retryAfter.seconds();
        long millis = retryAfter.millis();

        assertThat(seconds).isPositive();
        assertThat(millis).isPositive();
        assertThat(seconds * 1000).isGreaterThanOrEqualTo(baseMillis);
        assertThat(millis).isGreaterThanOrEqualTo(baseMillis);
        if (baseMillis >= 500) {
            assertThat(seconds * 1000).isLessThanOrEqualTo(2 * baseMillis);
        } else {
            assertThat(seconds).isEqualTo(1);
        }
        assertThat(millis).isLessThanOrEqualTo(Math.max(2, 2 * baseMillis));
    }

    @Test
    void shouldSpreadOverTheWholeSpan() {
        RetryAfter retryAfter = withSeed(Duration.ofSeconds(5), 42);
        Set<Long> seconds = new TreeSet<>();
        Set<Long> quarters = new TreeSet<>();
        for (int i = 0; i < 10_000; i++) {
            seconds.add(retryAfter.seconds());
            quarters.add((retryAfter.millis() - 5_000) / 1_251);
        }

        assertThat(seconds).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(quarters).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void shouldSendTheBaseAloneWhereItLeavesNoChoice() {
        assertThat(new RetryAfter(Duration.ZERO).seconds()).isEqualTo(1);
        assertThat(new RetryAfter(Duration.ofMillis(700)).seconds()).isEqualTo(1);
        assertThat(new RetryAfter(Duration.ZERO).millis()).isBetween(1L, 2L);
    }

    @Test
    void shouldRefuseAnImpossibleBase() {
        assertThatThrownBy(() -> new RetryAfter(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryAfter(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new RetryAfter(Duration.ofDays(365)).seconds()).isPositive();
    }

    private static RetryAfter withSeed(Duration base, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        return new RetryAfter(base, () -> random);
    }
}
