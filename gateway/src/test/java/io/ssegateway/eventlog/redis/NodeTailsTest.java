package io.ssegateway.eventlog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NodeTailsTest {
    private static final Position BEFORE = new Position(1, 0);
    private static final Position NEWEST = new Position(2, 0);
    private static final Position LATER = new Position(3, 0);

    private final NodeTails tails = new NodeTails();

    private List<Position> addTail() {
        List<Position> begun = new ArrayList<>();
        tails.add(new LogTail() {
            @Override
            public void begin(Position newest) {
                begun.add(newest);
            }

            @Override
            public void appended(Entry entry) {
                throw new AssertionError("nothing was appended");
            }
        });
        return begun;
    }

    @Test
    void shouldBeginEachTailOnceAsSoonAsItIsKnownWhere() {
        List<Position> early = addTail();
        assertThat(early).isEmpty();

        tails.begin(NEWEST, NEWEST, NEWEST);

        assertThat(early).containsExactly(NEWEST);
        assertThat(addTail()).containsExactly(NEWEST);
        assertThat(early).hasSize(1);
    }

    /** Redis may have been asked on the connection for commands before the tail knew where it stands. */
    @Test
    void shouldSendOnWhoWaitedForWhatWasThereBeforeItBegan() {
        CompletableFuture<Void> there = tails.reach(BEFORE).toCompletableFuture();
        CompletableFuture<Void> newest = tails.reach(NEWEST).toCompletableFuture();
        CompletableFuture<Void> coming = tails.reach(LATER).toCompletableFuture();

        tails.begin(NEWEST, NEWEST, NEWEST);

        assertThat(there).succeedsWithin(Duration.ZERO);
        assertThat(newest).succeedsWithin(Duration.ZERO);
        assertThat(coming).isNotDone();
    }
}
