package io.ssegateway.eventlog;

import static io.ssegateway.testing.Logs.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Logs;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How many of a log's newest entries a tail is told, and from where on. */
class RecentEntriesTest {
    private static final long SECOND = 1_000;

    private final RecentTail tail = new RecentTail();

    private static Entry entry(long millis, long sequence, boolean isPrivate) {
        Update update = isPrivate ? Logs.privateUpdate("x", A) : Logs.update(null, "x", A);
        return new Entry(new Position(millis, sequence), update);
    }

    private void tell(RecentEntries recent) {
        recent.tell(tail, new Position(1_000_000, 0));
    }

    @Test
    void shouldBeginAtTheLogsOwnBeginning() {
        RecentEntries recent = new RecentEntries(new Position(500, 0), 10, 10_000);
        recent.add(entry(500, 1, true));
        tell(recent);

        assertThat(tail.before).isEqualTo(new Position(500, 0));
        assertThat(tail.told).hasSize(1);
    }

    /** A mark of that very millisecond would say when the private update was taken. */
    @Test
    void shouldNotBeginWhereAPrivateUpdateShows() {
        RecentEntries recent = new RecentEntries(new Position(500, 3), 10, 10_000);
        recent.add(entry(700, 1, true));
        recent.add(entry(800, 1, false));
        tell(recent);

        assertThat(tail.before).isEqualTo(new Position(800, 0));

        recent.lost(new Position(900, 1));
        recent.add(entry(3_100, 1, true));
        tell(recent);

        assertThat(tail.before).isEqualTo(new Position(3_000, 0));
    }

    @Test
    void shouldTellNothingIfNoPlaceIsBeforeIt() {
        RecentEntries recent = new RecentEntries(new Position(500, 3), 10, 10_000);
        recent.add(entry(500, 4, false));
        recent.add(entry(500, 5, false));
        tell(recent);

        assertThat(tail.told).isEmpty();
    }

    @Property(tries = 200)
    void shouldTellAnEndOfTheLogThatFollowsOnItsBeginning(
            @ForAll @Size(max = 60) List<@IntRange(max = 1_500) Integer> gaps,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int most) {
        RecentEntries recent = new RecentEntries(new Position(SECOND, 5), most, Long.MAX_VALUE);
        List<Entry> all = new ArrayList<>();
        Position last = new Position(SECOND, 5);
        for (int gap : gaps) {
            boolean isPrivate = (seed >> (all.size() % 64) & 1) == 1;
            int rounded = gap < 500 ? 0 : gap; // Several in one millisecond.
            long sequence = rounded == 0 ? last.sequence() + 1 : 1;
            Entry entry = entry(last.epochMillis() + rounded, sequence, isPrivate);
            last = entry.position();
            all.add(entry);
            recent.add(entry);
        }
        RecentTail told = new RecentTail();
        recent.tell(told, new Position(1_000_000, 0));

        int from = all.size() - told.told.size();
        assertThat(told.told).isEqualTo(all.subList(from, all.size())).hasSizeLessThanOrEqualTo(most);
        if (!told.told.isEmpty()) {
            Position previous =
                    from == 0 ? new Position(SECOND, 5) : all.get(from - 1).position();
            assertThat(told.before).isGreaterThanOrEqualTo(previous);
        }
    }
}
