package io.ssegateway.eventlog.memory;

import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.PositionClock;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * The event log in the heap. It is born empty at a position of its own, before its first update: whoever reads from before that
 * is told of a loss, since what was there an earlier process has taken along. So positions grow across restarts, unless the wall
 * clock was set back over them. A reader from a position that is still to come is led back to the newest one.
 *
 * <p>One lock, held for what must be one step: to append is to look for the id, take a position, keep, drop what is too much, and
 * tell the tails. Readers hold it only to note entries down; whether they match is found out without it,
 * since patterns come from clients and may be slow.
 *
 * <p>Age counts at whatever is done with the log, not by a timer: nobody ever sees an update that is too old, and its memory goes
 * with the next look at the log, such as that of the metrics.
 *
 * <p>Stages are complete when the methods return; with a {@link LogUnavailableException} once the log is closed.
 */
public final class MemoryEventLog implements EventLog {
    /** Entries that one read looks at before it answers, whether they match or not: an event loop may be waiting. */
    static final int MAX_LOOKED_AT = 256;

    private final LongSupplier epochMillis;
    private final PositionClock positions;
    private final Buckets buckets;
    private final Object lock = new Object();

    // All below is guarded by the lock, and so is what is in the buckets.
    private final Map<String, Entry> publishersIds = new HashMap<>();
    private final List<LogTail> tails = new ArrayList<>();
    private Position newest;
    private long trimmedAtMillis;
    private boolean closed;

    /**
     * An empty log.
     *
     * @param config      how much it keeps
     * @param epochMillis the wall clock, milliseconds since 1970
     */
    public MemoryEventLog(LogConfig config, LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
        this.positions = new PositionClock(epochMillis);
        this.newest = positions.mark();
        this.buckets = new Buckets(config, newest);
    }

    @Override
    public CompletionStage<Appended> append(Update update) {
        Bucket bucket = buckets.of(update.topics().get(0));
        Run run = buckets.runOf(update.topics());
        String publishersId = update.event().id();
        synchronized (lock) {
            if (closed) {
                return closedStage();
            }
            long now = dropOld();
            Entry first = publishersId == null ? null : publishersIds.get(publishersId);
            if (publishersId != null && first != null) {
                return CompletableFuture.completedStage(new Appended(first.position(), publishersId, true));
            }
            Position position = positions.next();
            String id = publishersId == null ? position.toString() : publishersId;
            Entry entry = new Entry(position, publishersId == null ? update.withId(id) : update);
            if (publishersId != null) {
                publishersIds.put(publishersId, entry);
            }
            bucket.add(entry, run);
            bucket.trim(now, this::forget);
            newest = position;
            for (LogTail tail : tails) {
                tail.appended(entry);
            }
            positions.settled();
            return CompletableFuture.completedStage(new Appended(position, id, false));
        }
    }

    @Override
    public CompletionStage<Page> read(Position after, Interest interest, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, but is " + limit);
        }
        List<Run> runs = buckets.runsOf(interest);
        List<Entry> noted = new ArrayList<>();
        Position end;
        Position lost;
        synchronized (lock) {
            if (closed) {
                return closedStage();
            }
            dropOld();
            end = newest;
            lost = newestDropped(runs, after, interest.hasGrants());
            note(new Merge(runs, after), noted);
        }
        List<Entry> found = new ArrayList<>();
        for (Entry entry : noted) {
            if (entry.update().isWantedBy(interest)) {
                found.add(entry);
                if (found.size() == limit) {
                    return page(found, entry.position(), lost);
                }
            }
        }
        boolean all = noted.size() < MAX_LOOKED_AT;
        return page(found, all ? end : noted.get(MAX_LOOKED_AT - 1).position(), lost);
    }

    @Override
    public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
        Entry found;
        synchronized (lock) {
            if (closed) {
                return closedStage();
            }
            dropOld();
            found = publishersIds.get(publishersId);
        }
        return CompletableFuture.completedStage(Optional.ofNullable(found)
                .filter(entry ->
                        reader.mayRead(entry.update().topics(), entry.update().isPrivate()))
                .map(Entry::position));
    }

    @Override
    public CompletionStage<Boolean> reach(Position position) {
        return CompletableFuture.completedStage(
                position.next() == null && position.epochMillis() <= epochMillis.getAsLong());
    }

    @Override
    public void mark() {
        synchronized (lock) {
            Position mark = positions.mark();
            newest = later(newest, mark);
            for (LogTail tail : tails) {
                tail.marked(mark);
            }
        }
    }

    @Override
    public void tail(LogTail tail) {
        synchronized (lock) {
            tail.marked(positions.mark());
            tail.begin(newest);
            tails.add(tail);
        }
    }

    @Override
    public Size size() {
        synchronized (lock) {
            dropOld();
            long events = 0;
            long bytes = 0;
            for (Bucket bucket : buckets.all()) {
                events += bucket.size().events();
                bytes += bucket.size().bytes();
            }
            return new Size(events, bytes);
        }
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            buckets.all().forEach(Bucket::clear);
            publishersIds.clear();
            tails.clear();
        }
    }

    /** Drops what has become too old since the last time, and answers the time. Once per millisecond is often enough. */
    private long dropOld() {
        long now = epochMillis.getAsLong();
        if (now != trimmedAtMillis) {
            trimmedAtMillis = now;
            for (Bucket bucket : buckets.all()) {
                bucket.trim(now, this::forget);
            }
        }
        return now;
    }

    private void forget(Entry dropped) {
        publishersIds.remove(dropped.update().event().id(), dropped);
    }

    private static void note(Merge entries, List<Entry> noted) {
        Entry entry = entries.next();
        while (entry != null) {
            noted.add(entry);
            entry = noted.size() < MAX_LOOKED_AT ? entries.next() : null;
        }
    }

    /** What the runs have dropped behind a position; {@link Position#ORIGIN} if nothing. */
    private static Position newestDropped(List<Run> runs, Position after, boolean privateToo) {
        Position newest = after;
        for (Run run : runs) {
            newest = later(newest, privateToo ? run.newestDropped() : run.newestPublicDropped());
        }
        return newest.isAfter(after) ? newest : Position.ORIGIN;
    }

    private static Position later(Position a, Position b) {
        return b.isAfter(a) ? b : a;
    }

    private static CompletionStage<Page> page(List<Entry> found, Position through, Position lost) {
        return CompletableFuture.completedStage(new Page(found, through, lost.equals(Position.ORIGIN) ? null : lost));
    }

    private static <T> CompletionStage<T> closedStage() {
        return CompletableFuture.failedStage(new LogUnavailableException("The event log is closed."));
    }
}
