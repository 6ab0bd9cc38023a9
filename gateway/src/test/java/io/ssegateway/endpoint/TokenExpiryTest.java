package io.ssegateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.stream.ChannelWriter;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.testing.TestClock;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a stream ends whose token does: the wall clock decides. */
class TokenExpiryTest {
    private static final long HOUR_MILLIS = 3_600_000;

    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Subscriber stream =
            new Subscriber(new ChannelWriter(channel, false), "/events", Interest.NONE, Duration.ZERO, reason -> {});

    @BeforeEach
    void begin() {
        channel.freezeTime();
        Instant expiry = Instant.ofEpochMilli(now.get() + HOUR_MILLIS);
        new TokenExpiry(new TestClock(now::get), false, expiry).begin(stream);
    }

    private void pass(long millis) {
        now.addAndGet(millis);
        tick(millis);
    }

    private void tick(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void shouldEndWhenTheTimeComes() {
        pass(HOUR_MILLIS - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(2);

        assertThat(channel.isOpen()).isFalse();
        assertThat(stream.reason()).isEqualTo(CloseReason.TOKEN_EXPIRED);
    }

    /** As after the machine was suspended, or when the clock was late. */
    @Test
    void shouldEndSoonAfterTheClockHasJumped() {
        now.addAndGet(2 * HOUR_MILLIS);
        tick(30_000);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldStayAsLongAsAClockThatWasSetBackSays() {
        now.addAndGet(-HOUR_MILLIS);
        pass(HOUR_MILLIS + 60_000);
        assertThat(channel.isOpen()).isTrue();
        pass(HOUR_MILLIS);

        assertThat(channel.isOpen()).isFalse();
    }
}
