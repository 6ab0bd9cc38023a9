package io.ssegateway.auth.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.LogCapture;
import io.ssegateway.testing.TestTicker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final AtomicLong nanos = new AtomicLong(-3);
    private final CircuitBreaker breaker = new CircuitBreaker("hook", Duration.ofNanos(10), new TestTicker(nanos::get));

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.allows("client " + i)).isTrue();
            breaker.failed("client " + i, "why");
        }
    }

    @Test
    void shouldBearFailuresThatAreNotInARow() {
        fail(4);
        breaker.succeeded();
        fail(4);

        assertThat(breaker.allows("a")).isTrue();
    }

    @Test
    void shouldLetOneTryAfterEachPause() {
        fail(5);
        assertThat(breaker.allows("a")).isFalse();
        nanos.addAndGet(10);
        assertThat(breaker.allows("a")).isTrue();
        assertThat(breaker.allows("a")).isFalse();
        breaker.failed("a", "still");
        nanos.addAndGet(9);
        assertThat(breaker.allows("a")).isFalse();
        nanos.addAndGet(1);
        assertThat(breaker.allows("a")).isTrue();
        breaker.succeeded();

        assertThat(breaker.allows("a")).isTrue();
        assertThat(breaker.allows("a")).isTrue();
        fail(4);
        assertThat(breaker.allows("a")).isTrue();
    }

    @Test
    void shouldNotOpenByTheFailuresOfOneClient() {
        for (int i = 0; i < 1_000; i++) {
            breaker.failed("a", "why");
            breaker.failed("b", "why");
        }
        assertThat(breaker.allows("c")).isTrue();
    }

    @Test
    void shouldOpenWhereNoConnectionCanBeMadeWhoeverAsks() {
        for (int i = 0; i < 5; i++) {
            assertThat(breaker.allows("a")).isTrue();
            breaker.failedToConnect("why");
        }
        assertThat(breaker.allows("b")).isFalse();
        nanos.addAndGet(10);
        assertThat(breaker.allows("a")).isTrue();
        breaker.failedToConnect("why");
        assertThat(breaker.allows("b")).isFalse();
        nanos.addAndGet(10);
        assertThat(breaker.allows("b")).isTrue();
    }

    /** Else whoever tries first after each pause, with a question that fails, would keep it open. */
    @Test
    void shouldNotBeKeptOpenByOneClient() {
        fail(5);
        nanos.addAndGet(10);
        assertThat(breaker.allows("evil")).isTrue();
        breaker.failed("evil", "why");
        assertThat(breaker.allows("evil")).isFalse();
        assertThat(breaker.allows("other")).isTrue();
        breaker.succeeded();

        assertThat(breaker.allows("evil")).isTrue();
    }

    @Test
    void shouldLetNoMoreClientsTryThanNeeded() {
        fail(5);
        nanos.addAndGet(10);
        for (int i = 0; i < 5; i++) {
            assertThat(breaker.allows("other " + i)).isTrue();
        }
        assertThat(breaker.allows("one more")).isFalse();
    }

    @Test
    void shouldSayOnceWhenItBeginsAndOnceWhenItIsOver() {
        try (LogCapture log = new LogCapture()) {
            fail(5);
            breaker.failed("a", "one that was under way");
            breaker.succeeded();
            breaker.succeeded();

            assertThat(log.events())
                    .extracting(event -> event.getMessage().getFormattedMessage())
                    .containsExactly(
                            "The webhook hook failed 5 times in a row; it is called again after auth.webhook.breaker: why",
                            "The webhook hook answers again");
        }
    }
}
