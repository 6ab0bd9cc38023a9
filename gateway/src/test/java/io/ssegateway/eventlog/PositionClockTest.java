package io.ssegateway.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PositionClockTest {

    @Property
    void shouldGrowWhateverTheWallClockDoes(
            @ForAll @Size(min = 2, max = 50) List<@LongRange(max = 20) Long> wallClock) {
        Iterator<Long> readings = wallClock.iterator();
        PositionClock clock = new PositionClock(readings::next);
        Position last = new Position(0, 0);
        for (long reading : wallClock) {
            Position next = clock.next();
            assertThat(next).isGreaterThan(last);
            assertThat(next.epochMillis()).isGreaterThanOrEqualTo(reading);
            last = next;
        }
    }

    @Test
    void shouldCountWithinAMillisecondAndAfterAJumpBack() {
        Iterator<Long> readings = List.of(7L, 7L, 8L, 3L, 8L, 9L).iterator();
        PositionClock clock = new PositionClock(readings::next);

        assertThat(List.of(clock.next(), clock.next(), clock.next(), clock.next(), clock.next(), clock.next()))
                .extracting(Position::toString)
                .containsExactly("7-0", "7-1", "8-0", "8-1", "8-2", "9-0");
    }

    @Test
    void shouldGoOnBehindAPositionOfBefore() {
        Iterator<Long> readings = List.of(3L, 8L, 9L).iterator();
        PositionClock clock = new PositionClock(readings::next, new Position(8, 5));

        assertThat(List.of(clock.next(), clock.next(), clock.next()))
                .extracting(Position::toString)
                .containsExactly("8-6", "8-7", "9-0");
    }

    @Test
    void shouldCompareNumbersNotText() {
        assertThat(new Position(9, 0)).isLessThan(new Position(10, 0));
        assertThat(new Position(10, 9)).isLessThan(new Position(10, 10));
        assertThat(new Position(10, 1)).isEqualByComparingTo(new Position(10, 1));
    }
}
