package io.ssegateway.eventlog;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tails of a log, and their high-water mark: everything up to it was delivered to them. Reads must not go beyond
 * it. Safe for use by any thread; entries must come in log order.
 */
public class LogTails {
    private static final Logger LOG = LogManager.getLogger();

    private final List<LogTail> tails = new ArrayList<>();
    private volatile Position highWaterMark;
    private volatile Position mark;
    /** For the first tail that wants them. */
    private @Nullable RecentEntries recent;

    /**
     * The tails of a log.
     *
     * @param newest the newest position there is; {@link Position#ORIGIN} if the log was not reached yet
     * @param mark the log's first one, which comes after all that is there
     */
    public LogTails(Position newest, Position mark) {
        this.highWaterMark = newest;
        this.mark = mark;
    }

    /** Everything up to here was delivered, or was in the log before. */
    public Position highWaterMark() {
        return highWaterMark;
    }

    /** The newest mark that was delivered. */
    public Position mark() {
        return mark;
    }

    /** Whether the log's position is known. It is never the origin, which is before the log's first position. */
    public boolean hasBegun() {
        return !highWaterMark.equals(Position.ORIGIN);
    }

    /** Adds a tail, which begins here. */
    public synchronized void add(LogTail tail) {
        if (hasBegun()) {
            begin(tail);
        }
        tails.add(tail);
    }

    /** These were there before; they end at the newest position. */
    public synchronized void remember(RecentEntries entries) {
        recent = entries;
    }

    private void begin(LogTail tail) {
        RecentEntries entries = recent;
        if (entries != null && tail.wantsRecent()) {
            recent = null;
            entries.tell(tail, mark);
        }
        tail.marked(mark);
        tail.begin(highWaterMark);
    }

    /**
     * The log was reached for the first time: what is told comes after this position.
     *
     * @param first the log's first mark
     */
    public synchronized void begin(Position newest, Position first) {
        mark = mark.join(first);
        highWaterMark = newest;
        tails.forEach(this::begin);
    }

    /** Reports that no entry up to this position will be delivered any more. */
    public synchronized void lost(Position through) {
        highWaterMark = through; // Before: a stream that is told reads at once, and must get past the loss.
        if (recent != null) {
            recent.lost(through);
        }
        tails.forEach(tail -> tail.lost(through));
    }

    /**
     * Delivers an entry. If a tail fails, the others still get it, and the failed tail is notified of the loss: it must
     * not miss the entry silently.
     */
    public synchronized void appended(Entry entry) {
        for (LogTail tail : tails) {
            try {
                tail.appended(entry);
            } catch (RuntimeException | Error e) {
                LOG.error("A tail of the event log failed at {}", entry.position(), e);
                lose(tail, entry.position());
            }
        }
        if (recent != null) {
            recent.add(entry);
        }
        // Not before: who reads up to here must find the tail there.
        highWaterMark = entry.position();
    }

    private static void lose(LogTail tail, Position through) {
        try {
            tail.lost(through);
        } catch (RuntimeException | Error e) {
            LOG.error("A tail of the event log failed when updates up to {} were lost", through, e);
        }
    }

    /** Delivers a mark, if it is newer than the last one: no later entry comes before it or at it. */
    public synchronized void marked(Position newer) {
        if (newer.isAfter(mark)) {
            mark = newer;
            tails.forEach(tail -> tail.marked(newer));
        }
    }

    /**
     * Like {@link #marked}; reads may end there, too, because this log itself ensures that later entries come after it.
     */
    public synchronized void passed(Position newer) {
        marked(newer);
        highWaterMark = highWaterMark.join(newer);
    }

    /** Stops: no tail gets anything from now on. */
    public synchronized void clear() {
        tails.clear();
        recent = null;
    }
}
