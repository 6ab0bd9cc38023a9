package io.ssegateway.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The text of the header Date, and when it is made. */
class HttpDateTest {
    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("1994-11-06T08:49:37.250Z"));
    private final HttpDate date = new HttpDate(() -> requireNonNull(time.get()));

    private String at(String instant) {
        time.set(Instant.parse(instant));
        return date.now().toString();
    }

    @Test
    void shouldBeOfFixedLengthAndInGmt() {
        assertThat(date.now().toString()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(at("2026-03-01T00:00:00Z")).isEqualTo("Sun, 01 Mar 2026 00:00:00 GMT");
        assertThat(at("2028-02-29T23:59:59.999Z")).isEqualTo("Tue, 29 Feb 2028 23:59:59 GMT");
    }

    @Test
    void shouldBeMadeOnceInASecond() {
        assertThat(at("2026-03-01T12:00:00.000Z")).isEqualTo(at("2026-03-01T12:00:00.999Z"));
        assertThat((Object) date.now()).isSameAs(date.now());
        assertThat(at("2026-03-01T12:00:01Z")).endsWith("12:00:01 GMT");
        assertThat(at("2026-03-01T12:00:00Z")).as("a clock set back").endsWith("12:00:00 GMT");
    }
}
