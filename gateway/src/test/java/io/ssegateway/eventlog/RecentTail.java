package io.ssegateway.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Logs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A tail that wants the log's newest entries, and notes what it is told. */
public final class RecentTail implements LogTail {
    /** Where what was told begins; null if it begins where the log ended. */
    public volatile Position before = Position.ORIGIN;

    /** Entries that were there before, and all that came since. */
    public final List<Entry> told = Collections.synchronizedList(new ArrayList<>());

    private Position mark = Position.ORIGIN;
    private boolean begun;

    @Override
    public boolean wantsRecent() {
        return true;
    }

    @Override
    public void recent(Position beginning, List<Entry> entries, Position newest) {
        assertThat(begun).isFalse();
        assertThat(mark).as("no mark is told yet").isEqualTo(Position.ORIGIN);
        assertThat(entries).isNotEmpty().allMatch(entry -> entry.position().isAfter(beginning));
        assertThat(beginning.sequence())
                .as("a mark, of which nobody learns anything")
                .isZero();
        before = beginning;
        told.addAll(entries);
    }

    @Override
    public void begin(Position newest) {
        begun = true;
        if (told.isEmpty()) {
            before = newest;
        }
        assertThat(told).allMatch(entry -> !entry.position().isAfter(newest));
    }

    @Override
    public void appended(Entry entry) {
        told.add(entry);
    }

    @Override
    public void lost(Position through) {
        throw new AssertionError("nothing is lost here");
    }

    @Override
    public void marked(Position newer) {
        mark = newer;
    }

    /** It was told what a reader finds, and nothing in between is gone. */
    public void hasWhatAReaderFinds(EventLog log) {
        assertThat(Logs.read(log, before, Logs.PRIVATE_TOO).lost()).isNull();
        assertThat(Logs.readAll(log, before, Logs.PRIVATE_TOO, 100)).isEqualTo(told);
    }
}
