package io.ssegateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a log that failed is read again. */
class PageReaderTest {

    @Test
    void shouldNotMeetALogThatComesBackWithAllStreamsAtOnce() {
        for (int failures = 1; failures < 50; failures++) {
            long longest = Duration.ofMillis(500L << Math.min(failures - 1, 3)).toNanos();
            Set<Long> waits = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                waits.add(PageReader.retryNanos(failures));
            }
            assertThat(waits).hasSizeGreaterThan(90).allMatch(wait -> wait >= longest / 2 && wait < longest);
        }
    }
}
