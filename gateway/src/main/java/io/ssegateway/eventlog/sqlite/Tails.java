package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Who is told what is appended, and up to where they were. Safe for any thread. */
final class Tails {
    private static final Logger LOG = LogManager.getLogger();

    /**
     * How far the tails are.
     *
     * @param number   of the last entry that they were told, or that was there before them
     * @param position the newest one there was then, of an entry or a mark
     */
    record Told(long number, Position position) {}

    private final List<LogTail> tails = new ArrayList<>();
    private volatile Told told;
    private Position mark;

    /** @param mark the log's first one, which comes after all that is there */
    Tails(Told told, Position mark) {
        this.told = told;
        this.mark = mark;
    }

    /** Where reads end. */
    Told told() {
        return told;
    }

    synchronized void add(LogTail tail) {
        tail.marked(mark);
        tail.begin(told.position());
        tails.add(tail);
    }

    /** Nothing that is told later comes before the mark, nor at it. */
    synchronized void mark(Position newer) {
        if (newer.isAfter(mark)) {
            mark = newer;
            if (newer.isAfter(told.position())) {
                told = new Told(told.number(), newer);
            }
            for (LogTail tail : tails) {
                tail.marked(newer);
            }
        }
    }

    /** Called by one thread, in log order. */
    synchronized void tell(long number, Entry entry) {
        for (LogTail tail : tails) {
            try {
                tail.appended(entry);
            } catch (RuntimeException e) {
                LOG.error("A tail of the event log failed at {}", entry.position(), e);
            }
        }
        told = new Told(number, entry.position());
    }

    synchronized void clear() {
        tails.clear();
    }
}
