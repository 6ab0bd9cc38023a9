package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.fanout.Streams.Stream;
import io.ssegateway.metrics.CloseReason;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams that end at their maximum age. */
class MaxAgeTest extends IdleSweeperFixture {
    /** Small enough for each tick of a sweep that watches a maximum age of {@link #INTERVAL}. */
    private static final Duration STEP = Duration.ofMillis(60);

    @Test
    void shouldEndAStreamAtItsMaximumAge() {
        sweep(Duration.ZERO, INTERVAL);
        List<Stream> opened = open(16);
        Stream old = plain(Interest.NONE);

        streams.advance(INTERVAL.multipliedBy(8).dividedBy(10).minusNanos(1), STEP);
        assertThat(opened).allMatch(stream -> stream.channel().isOpen());

        // A stream that leaves makes room for another one, whose turn may come a round later then.
        streams.advance(INTERVAL.dividedBy(4), STEP);
        assertThat(opened).allSatisfy(stream -> {
            assertThat(stream.written()).isEqualTo("0\r\n\r\n");
            assertThat(stream.channel().isOpen()).isFalse();
            assertThat(stream.closed()).containsExactly(CloseReason.MAX_AGE);
        });
        assertThat(old.written()).isEmpty();
        assertThat(old.closed()).containsExactly(CloseReason.MAX_AGE);
        assertThat(one.shard.count()).isZero();
    }

    /**
     * Streams that opened together end between 80 and 100 % of the age, in no quarter of that time more than a half of
     * them.
     */
    @Test
    void shouldEndStreamsOfOneAgeAtDifferentTimes() {
        sweep(Duration.ZERO, INTERVAL);
        List<Stream> opened = open(64);
        Duration part = INTERVAL.dividedBy(20);
        streams.advance(part.multipliedBy(16), STEP);
        assertThat(opened).allMatch(stream -> stream.channel().isOpen());

        long open = 64;
        for (int i = 0; i < 4; i++) {
            streams.advance(part, STEP);
            long left =
                    opened.stream().filter(stream -> stream.channel().isOpen()).count();
            assertThat(open - left).as("ended in part %d", i).isBetween(1L, 32L);
            open = left;
        }
        streams.advance(part, STEP);
        assertThat(opened)
                .as("those that have moved in the list more than once")
                .noneMatch(stream -> stream.channel().isOpen());
    }
}
