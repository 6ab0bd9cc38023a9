package io.ssegateway.eventlog;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The tails of a log, what they were told, and the high-water mark: up to where they were. Nothing behind that may be
 * read. Safe for use by any thread; what it is told comes in log order.
 */
public class LogTails {
    private static final Logger LOG = LogManager.getLogger();

    private final List<LogTail> tails = new ArrayList<>();
    private volatile Position highWaterMark;
    private volatile Position mark;

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

    /** Everything up to here was told, or was there before. */
    public Position highWaterMark() {
        return highWaterMark;
    }

    /** The newest mark that was told. */
    public Position mark() {
        return mark;
    }

    /** Whether the log's position is known. None stands at the origin: that is before its birth. */
    public boolean hasBegun() {
        return !highWaterMark.equals(Position.ORIGIN);
    }

    /** Adds a tail, which begins here. */
    public synchronized void add(LogTail tail) {
        if (hasBegun()) {
            tail.marked(mark);
            tail.begin(highWaterMark);
        }
        tails.add(tail);
    }

    /** The log was reached for the first time: what is told comes after this position. */
    public synchronized void begin(Position newest) {
        highWaterMark = newest;
        tails.forEach(tail -> tail.begin(newest));
    }

    /** Tells that nothing up to this position will be told any more. */
    public synchronized void lost(Position through) {
        tails.forEach(tail -> tail.lost(through));
        highWaterMark = through;
    }

    /**
     * Tells an entry. A tail that fails keeps none of the others from it, and is told that it has lost it: it must not
     * miss it unawares.
     */
    public synchronized void appended(Entry entry) {
        for (LogTail tail : tails) {
            try {
                tail.appended(entry);
            } catch (RuntimeException e) {
                LOG.error("A tail of the event log failed at {}", entry.position(), e);
                lose(tail, entry.position());
            }
        }
        // Not before: who reads up to here must find the tail there.
        highWaterMark = entry.position();
    }

    private static void lose(LogTail tail, Position through) {
        try {
            tail.lost(through);
        } catch (RuntimeException e) {
            LOG.error("A tail of the event log failed when updates up to {} were lost", through, e);
        }
    }

    /** Tells a mark, if it is newer than the last one: nothing that is told later comes before it, nor at it. */
    public synchronized void marked(Position newer) {
        if (newer.isAfter(mark)) {
            mark = newer;
            tails.forEach(tail -> tail.marked(newer));
        }
    }

    /** As {@link #marked}; reads may end there, too, because this log itself sees that whatever comes is behind it. */
    public synchronized void passed(Position newer) {
        marked(newer);
        highWaterMark = highWaterMark.join(newer);
    }

    /** From now on nobody is told anything. */
    public synchronized void clear() {
        tails.clear();
    }
}
