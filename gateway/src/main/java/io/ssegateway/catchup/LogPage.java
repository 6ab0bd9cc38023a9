package io.ssegateway.catchup;

import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.ring.RingFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the log, ready to be written. Immutable; many streams may write the same one.
 *
 * @param updates what matched, in log order; may be empty
 * @param through as {@link Page#through}
 * @param lost as {@link Page#lost}
 */
record LogPage(
        List<Pending> updates, Position through, @Nullable Position lost) {

    /** As bytes for its frames are counted, for a page without any. */
    private static final int OVERHEAD_BYTES = 256;

    /** One that is encoded when it is written: its entries are the log's own objects. */
    static LogPage unencoded(Page page) {
        return new LogPage(
                page.entries().stream().<Pending>map(Pending.Unencoded::new).toList(), page.through(), page.lost());
    }

    /** One that is encoded now, once for all. */
    static LogPage encoded(Page page) {
        return new LogPage(
                page.entries().stream()
                        .<Pending>map(entry -> new Pending.Shared(RingFrame.of(entry)))
                        .toList(),
                page.through(),
                page.lost());
    }

    /** The memory that it takes, about, if it is encoded. */
    int bytes() {
        return updates.stream()
                        .mapToInt(update -> OVERHEAD_BYTES + update.size())
                        .sum()
                + OVERHEAD_BYTES;
    }

    /** The position of the first update; where the page ends if there is none. */
    Position first() {
        return updates.isEmpty() ? through : updates.get(0).position();
    }
}
