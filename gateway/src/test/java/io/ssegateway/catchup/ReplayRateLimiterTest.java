package io.ssegateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** How long replays wait. */
class ReplayRateLimiterTest {

    @Property(tries = 200)
    void shouldNeverGoFasterAndNeverStopForGood(
            @ForAll @IntRange(min = 1, max = 1 << 30) int rate,
            @ForAll @Size(max = 100) List<@IntRange(max = 600_000) Integer> writes,
            @ForAll @IntRange(max = 100_000_000) int idleNanos) {
        long now = Long.MAX_VALUE - 1_000_000; // It runs over in between.
        ReplayRateLimiter pace = new ReplayRateLimiter(rate, now);
        double spent = 0;
        double seconds = 0;
        for (int write : writes) {
            long wait = pace.waitNanos(now);
            assertThat(wait).isLessThan((long) (600_002.0 / rate * 1e9) + 2);
            if (wait > 0) {
                now += wait;
                seconds += wait / 1e9;
                assertThat(pace.waitNanos(now)).isZero();
            }
            assertThat(spent).isLessThanOrEqualTo(rate / 30.0 + seconds * rate + 1);
            pace.spend(write);
            spent += write;
            now += idleNanos;
            seconds += idleNanos / (double) TimeUnit.SECONDS.toNanos(1);
        }
    }
}
