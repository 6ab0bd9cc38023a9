package io.ssegateway.eventlog.partition;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.LogTails;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;

/**
 * Merges the partitions' updates, as they come, into one order for this node's tails. The position of an update, and
 * its id, covers everything delivered up to it. Safe for use by any thread.
 */
final class MergedTail {
    private final Object lock = new Object();
    private final LogTails tails = new LogTails(Position.ORIGIN, Position.ORIGIN);
    private final Places places;
    /** The newest mark or public update of each partition. */
    private final Places marks;
    /** Partitions whose newest position is not known yet. */
    private int silent;

    MergedTail(int partitions) {
        this.places = Places.origin(partitions);
        this.marks = Places.origin(partitions);
        this.silent = partitions;
    }

    /** Everything up to here was delivered, or was in the log before; one place for each partition. */
    Position highWaterMark() {
        return tails.highWaterMark();
    }

    void add(LogTail tail) {
        synchronized (lock) {
            if (silent == 0) {
                tails.marked(marks.toPosition());
            }
            tails.add(tail);
        }
    }

    /**
     * The tail of one partition. Until the last one has begun the others only advance: no reader has a position yet
     * after which it could miss anything.
     */
    LogTail of(int partition) {
        return new LogTail() {
            @Override
            public void begin(Position newest) {
                synchronized (lock) {
                    places.advance(partition, newest);
                    if (marks.get(partition).equals(Position.ORIGIN)) {
                        marks.advance(partition, newest);
                    }
                    silent--;
                    if (silent == 0) {
                        tails.begin(places.toPosition(), marks.toPosition());
                    }
                }
            }

            @Override
            public void lost(Position through) {
                synchronized (lock) {
                    places.advance(partition, through);
                    if (silent == 0) {
                        tails.lost(places.toPosition());
                    }
                }
            }

            @Override
            public void appended(Entry entry) {
                synchronized (lock) {
                    places.advance(partition, entry.position());
                    if (!entry.update().isPrivate()) {
                        marks.advance(partition, entry.position());
                    }
                    if (silent == 0) {
                        tails.appended(at(places.toPosition(), entry.update()));
                    }
                }
            }

            @Override
            public void marked(Position mark) {
                synchronized (lock) {
                    marks.advance(partition, mark);
                    if (silent == 0) {
                        tails.marked(marks.toPosition());
                    }
                }
            }
        };
    }

    /**
     * An update at a position of the merged log. The position is its id: the publisher's own would not say where a
     * reader is in each partition.
     */
    static Entry at(Position position, Update update) {
        return new Entry(position, update.withId(position.toString()));
    }
}
