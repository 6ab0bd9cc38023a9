package io.ssegateway.eventlog.memory;

import io.ssegateway.config.LogConfig;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.BoundedLog;
import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.LogTails;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.PositionClock;
import io.ssegateway.eventlog.RetentionPolicy;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The event log in the heap. It begins empty at a position of its own, before its first update: a reader from before
 * that learns of a loss, because the updates of an earlier process are gone. So positions grow across restarts, unless
 * the wall clock was set back over them. A reader from a position in the future is led back to the newest one.
 *
 * <p>One lock makes an append atomic: look for the id, assign a position, keep the update, drop what exceeds the
 * limits, and pass it to the tails. Readers hold the lock only to collect entries; matching happens outside, because
 * patterns come from clients and may be slow.
 *
 * <p>The age is checked at each use of the log, not by a timer: no reader ever sees an update that is too old, and its
 * memory is released at the next use of the log, such as a scrape of the metrics.
 *
 * <p>Stages are complete when the methods return; with a {@link LogUnavailableException} once the log is closed.
 */
public final class MemoryEventLog implements EventLog {
    /** The number of entries that one read examines, whether they match or not: an event loop may be waiting. */
    static final int MAX_LOOKED_AT = 256;

    private final InstantSource clock;
    private final RetentionPolicy policy;
    private final PositionClock positions;
    private final LogTails tails;
    private final Object lock = new Object();

    /** What is in it is guarded by the lock. */
    private volatile MemoryStore store;

    // All below is guarded by the lock.
    private BoundedLog<Entry, RuntimeException> log;
    private boolean closed;

    /**
     * An empty log.
     *
     * @param config how much it keeps
     * @param clock the wall clock
     */
    public MemoryEventLog(LogConfig config, InstantSource clock) {
        this.clock = clock;
        this.policy = new RetentionPolicy(config);
        this.positions = new PositionClock(clock);
        Position birth = positions.mark();
        this.tails = new LogTails(birth, birth);
        this.store = new MemoryStore(policy, birth);
        this.log = new BoundedLog<>(policy, positions, store);
    }

    @Override
    public CompletionStage<Appended> append(Update update) {
        synchronized (lock) {
            if (closed) {
                return LogUnavailableException.stage(LogUnavailableException.CLOSED);
            }
            long now = trim(); // An update that is too old is not a duplicate of a new one.
            Appended appended = log.append(update, tails::appended);
            log.trim(now, Integer.MAX_VALUE);
            positions.settled();
            return CompletableFuture.completedStage(appended);
        }
    }

    @Override
    public CompletionStage<Page> read(Position after, Interest interest, int limit) {
        EventLog.checkLimit(limit);
        List<EntryQueue> queues = interest.isEmpty() ? List.of() : store.queuesFor(interest);
        int mostLookedAt = interest.affordable(MAX_LOOKED_AT);
        List<Entry> noted;
        Position end;
        Position lost;
        synchronized (lock) {
            if (closed) {
                return LogUnavailableException.stage(LogUnavailableException.CLOSED);
            }
            trim();
            end = tails.highWaterMark();
            lost = newestDropped(queues, after, interest.hasGrants());
            noted = new EntryMerge(queues, after).next(mostLookedAt);
        }
        List<Entry> found = new ArrayList<>();
        for (Entry entry : noted) {
            if (entry.update().isWantedBy(interest)) {
                found.add(entry);
                if (found.size() == limit) {
                    return page(found, entry.position(), lost, after);
                }
            }
        }
        boolean all = noted.size() < mostLookedAt;
        return page(found, all ? end : noted.get(mostLookedAt - 1).position(), lost, after);
    }

    @Override
    public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
        Entry found;
        synchronized (lock) {
            if (closed) {
                return LogUnavailableException.stage(LogUnavailableException.CLOSED);
            }
            trim();
            found = store.entry(publishersId);
        }
        return CompletableFuture.completedStage(Optional.ofNullable(found)
                .filter(entry ->
                        reader.mayRead(entry.update().topics(), entry.update().isPrivate()))
                .map(Entry::position));
    }

    @Override
    public CompletionStage<Boolean> reach(Position position) {
        return CompletableFuture.completedStage(positions.hasReached(position));
    }

    @Override
    public void mark() {
        synchronized (lock) {
            tails.passed(positions.mark());
        }
    }

    @Override
    public void tail(LogTail tail) {
        synchronized (lock) {
            tails.add(tail);
        }
    }

    @Override
    public Size size() {
        synchronized (lock) {
            trim();
            return log.size();
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
            store = new MemoryStore(policy, tails.highWaterMark());
            log = new BoundedLog<>(policy, positions, store);
            tails.clear();
        }
    }

    /** Drops what is too old now; returns the time. */
    private long trim() {
        long now = clock.millis();
        log.trim(now, Integer.MAX_VALUE);
        return now;
    }

    /** The newest position that the queues have dropped; that of the reader if it is later. */
    private static Position newestDropped(List<EntryQueue> queues, Position after, boolean privateToo) {
        Position newest = after;
        for (EntryQueue queue : queues) {
            newest = newest.join(privateToo ? queue.newestDropped() : queue.newestPublicDropped());
        }
        return newest;
    }

    private static CompletionStage<Page> page(List<Entry> found, Position through, Position lost, Position after) {
        return CompletableFuture.completedStage(new Page(found, through, lost.isAfter(after) ? lost : null));
    }
}
