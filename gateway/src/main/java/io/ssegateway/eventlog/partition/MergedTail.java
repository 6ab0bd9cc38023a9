package io.ssegateway.eventlog.partition;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.LogTails;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;

/**
 * Makes one order of what the partitions tell, as it comes, and tells that to this node's tails. An update's position,
 * and its id, is all that was told up to it. Safe for use by any thread.
 */
final class MergedTail {
    private final Object lock = new Object();
    private final LogTails tails = new LogTails(Position.ORIGIN, Position.ORIGIN);
    private final Places places;
    /** Of each partition its newest mark or public update. */
    private final Places marks;
    /** Partitions of which nobody knows yet where they stand. */
    private int silent;

    MergedTail(int partitions) {
        this.places = Places.origin(partitions);
        this.marks = Places.origin(partitions);
        this.silent = partitions;
    }

    /** Everything up to here was told, or was there before; of all places that were told, one for each partition. */
    Position told() {
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
     * The tail of one partition. Until the last one has begun the others only move on: nobody has a place yet from
     * which to miss anything.
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
                        tails.marked(marks.toPosition());
                        tails.begin(places.toPosition());
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
     * An update at a place of the merged log; that is its id, for its publisher's own would not tell where its reader
     * stands.
     */
    static Entry at(Position position, Update update) {
        return new Entry(position, update.withId(position.toString()));
    }
}
