package io.ssegateway.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.testing.Logs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tails that fail. */
class LogTailsTest {

    @Test
    void shouldTellATailThatFailedWhatItHasLostAndTheOthersTheEntry() {
        LogTails tails = new LogTails(new Position(1, 1), new Position(1, 1));
        List<Position> lost = new ArrayList<>();
        List<Position> appended = new ArrayList<>();
        tails.add(new LogTail() {
            @Override
            public void begin(Position newest) {}

            @Override
            public void appended(Entry entry) {
                throw new OutOfMemoryError("a fault of this tail");
            }

            @Override
            public void lost(Position through) {
                lost.add(through);
                throw new OutOfMemoryError("another fault of this tail");
            }
        });
        tails.add(new LogTail() {
            @Override
            public void begin(Position newest) {}

            @Override
            public void appended(Entry entry) {
                appended.add(entry.position());
            }
        });

        tails.appended(new Entry(new Position(2, 1), Logs.update(null, "x", Logs.A)));

        assertThat(lost).containsExactly(new Position(2, 1));
        assertThat(appended).containsExactly(new Position(2, 1));
        assertThat(tails.highWaterMark()).isEqualTo(new Position(2, 1));
    }
}
