package io.ssegateway.catchup;

import io.netty.util.concurrent.Future;
import io.ssegateway.catchup.TimeShares.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * Where one stream waits: for its turn to write, or for a page of the log, or for a time. Belongs to its event loop.
 */
final class Waiting {
    private final CatchUps shared;
    private final Reader reader;
    private @Nullable Ticket<Reader> turn;
    private PageReader.@Nullable Request page;
    private @Nullable Future<?> timer;

    Waiting(CatchUps shared, Reader reader) {
        this.shared = shared;
        this.reader = reader;
    }

    /** Gives it a turn; a replay's turns come under the rate of all replays. */
    void forTurn(boolean isReplay) {
        TurnQueue turns = shared.turns(isReplay);
        if (turn == null) {
            turn = turns.ticket(reader);
        }
        turns.add(turn);
    }

    /** Runs {@code due} in so many nanoseconds. */
    void forTime(long nanos, Runnable due) {
        timer = shared.loop().schedule(due, nanos);
    }

    /** It does not replay any more: its next turns come from another queue. */
    void endReplay() {
        turn = null;
        releasePage();
        page = null;
    }

    /** Has the page behind its cursor arrive; {@link #releasePage} must follow. */
    void forPage(boolean isReplay) {
        if (page == null) {
            page = shared.pages(isReplay).request(reader);
        }
        page.read();
    }

    /** It waits for nothing any more. */
    void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
        releasePage();
    }

    /** It needs its page no more, if it has one. */
    void releasePage() {
        if (page != null) {
            page.release();
        }
    }
}
