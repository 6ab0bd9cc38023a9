package io.ssegateway.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.TestClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PositionClockTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong now = new AtomicLong(7);

    private Position nextAt(PositionClock clock, long millis) {
        now.set(millis);
        return clock.next();
    }

    @Property
    void shouldGrowWhateverTheWallClockDoes(
            @ForAll @Size(min = 2, max = 50) List<@LongRange(max = 20) Long> wallClock) {
        PositionClock clock = new PositionClock(new TestClock(now::get));
        Position last = new Position(0, 0);
        for (long reading : wallClock) {
            Position next = nextAt(clock, reading);
            assertThat(next).isGreaterThan(last);
            assertThat(next.epochMillis()).isGreaterThanOrEqualTo(reading);
            last = next;
        }
    }

    @Test
    void shouldCountWithinAMillisecondAndAfterAJumpBack() {
        PositionClock clock = new PositionClock(new TestClock(now::get));

        assertThat(List.of(
                        nextAt(clock, 7),
                        nextAt(clock, 7),
                        nextAt(clock, 8),
                        nextAt(clock, 3),
                        nextAt(clock, 8),
                        nextAt(clock, 9)))
                .extracting(Position::toString)
                .containsExactly("7-1", "7-2", "8-1", "8-2", "8-3", "9-1");
    }

    @Test
    void shouldGoOnBehindAPositionOfBefore() {
        PositionClock clock = new PositionClock(new TestClock(now::get), new Position(8, 5));

        assertThat(clock.mark()).hasToString("8-6");
        assertThat(List.of(nextAt(clock, 3), nextAt(clock, 8), nextAt(clock, 9)))
                .extracting(Position::toString)
                .containsExactly("8-7", "8-8", "9-1");
    }

    @Test
    void shouldGoOnAtAMarkOfBefore() {
        PositionClock clock = new PositionClock(new TestClock(now::get), new Position(8, 0));

        assertThat(clock.mark()).hasToString("8-0");
        assertThat(nextAt(clock, 3)).hasToString("8-1");
    }

    /** Whatever is asked of it in whatever order: marks are those of a clock that has given out nothing. */
    @Property
    void shouldIssueMarksThatDoNotDependOnWhatWasAppended(
            @ForAll @Size(min = 2, max = 50) List<@LongRange(max = 20) Long> wallClock, @ForAll Random random) {
        now.set(0);
        PositionClock clock = new PositionClock(new TestClock(now::get));
        PositionClock quiet = new PositionClock(new TestClock(now::get));
        List<Position> given = new ArrayList<>();
        Position mark = clock.mark();
        for (long reading : wallClock) {
            now.set(reading);
            switch (random.nextInt(3)) {
                case 0 -> {
                    assertThat(quiet.mark()).isGreaterThanOrEqualTo(mark);
                    mark = clock.mark();
                    assertThat(mark).isEqualTo(quiet.mark());
                    assertThat(given).doesNotContain(mark);
                }
                case 1 -> {
                    Position next = clock.next();
                    assertThat(next).isGreaterThan(mark);
                    given.add(next);
                    clock.settled();
                }
                default -> mark = clock.mark().join(quiet.mark());
            }
        }
    }

    @Test
    void shouldNotIssueAMarkBehindWhatTheTailDoesNotKnow() {
        PositionClock clock = new PositionClock(new TestClock(now::get));
        Position first = nextAt(clock, 10);
        nextAt(clock, 12);
        now.set(15);

        assertThat(clock.mark()).isLessThan(first).hasToString("10-0");
        clock.settled();
        assertThat(clock.mark()).hasToString("15-0");
    }

    @Test
    void shouldKeepMarksBehindTheClockAndTheCeiling() {
        PositionClock clock = new PositionClock(new TestClock(now::get));
        now.set(100);

        assertThat(clock.mark(40, NEVER)).hasToString("60-0");
        assertThat(clock.mark(0, 80)).hasToString("80-0");
        assertThat(clock.mark(50, NEVER)).as("never back").hasToString("80-0");
        assertThat(clock.next()).hasToString("100-1");
    }

    @Test
    void shouldCompareNumbersNotText() {
        assertThat(new Position(9, 0)).isLessThan(new Position(10, 0));
        assertThat(new Position(10, 9)).isLessThan(new Position(10, 10));
        assertThat(new Position(10, 1)).isEqualByComparingTo(new Position(10, 1));
    }
}
