package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.endpoint.LogCapture;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final AtomicLong nanos = new AtomicLong(-3);
    private final CircuitBreaker breaker = new CircuitBreaker("hook", Duration.ofNanos(10), nanos::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.allows()).isTrue();
            breaker.failed("why");
        }
    }

    @Test
    void shouldBearFailuresThatAreNotInARow() {
        fail(4);
        breaker.succeeded();
        fail(4);

        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void shouldLetOneTryAfterEachPause() {
        fail(5);
        assertThat(breaker.allows()).isFalse();
        nanos.addAndGet(10);
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();
        breaker.failed("still");
        nanos.addAndGet(9);
        assertThat(breaker.allows()).isFalse();
        nanos.addAndGet(1);
        assertThat(breaker.allows()).isTrue();
        breaker.succeeded();

        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isTrue();
        fail(4);
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void shouldSayOnceWhenItBeginsAndOnceWhenItIsOver() {
        try (LogCapture log = new LogCapture()) {
            fail(5);
            breaker.failed("one that was under way");
            breaker.succeeded();
            breaker.succeeded();

            assertThat(log.events())
                    .extracting(event -> event.getMessage().getFormattedMessage())
                    .containsExactly(
                            "The webhook hook failed 5 times in a row and is left alone for a while: why",
                            "The webhook hook answers again");
        }
    }
}
