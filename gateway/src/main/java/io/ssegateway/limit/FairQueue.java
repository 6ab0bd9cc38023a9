package io.ssegateway.limit;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue of work that the clients share in turns: a client with much work waits for its own work only. The work of one
 * client is done in the order of its arrival. A connection has one request at a time, so this is also fair between the
 * connections behind one address. Work of clients that have left is dropped, as is work that has waited for too long.
 * If the queue is full, the client with the most work loses its newest. Not thread-safe.
 */
final class FairQueue<T> {
    /** Looking through all of the queue is worth it once for each part of it that has come. */
    private static final int PART = 8;

    private final int capacity;
    private final long patienceNanos;
    private final Ticker ticker;

    private final Map<Long, Line<T>> lines = new HashMap<>();
    /** All lines, none empty; the first one is next. */
    private final Queue<Line<T>> turns = new ArrayDeque<>();

    private int size;
    private int addedSinceSearch;

    private record Waiting<T>(T work, Client client, long since) {}

    private record Line<T>(long key, Deque<Waiting<T>> waiting) {
        int length() {
            return waiting.size();
        }
    }

    /** @param patience how long work may wait */
    FairQueue(int capacity, Duration patience, Ticker ticker) {
        this.capacity = capacity;
        this.patienceNanos = patience.toNanos();
        this.ticker = ticker;
    }

    /**
     * Adds work.
     *
     * @param dropped is given what has no place, which may be this work
     */
    void add(T work, Client client, Consumer<T> dropped) {
        addedSinceSearch++;
        if (size == capacity && addedSinceSearch > capacity / PART) {
            addedSinceSearch = 0;
            dropStale(dropped);
        }
        Line<T> line = lines.get(client.key());
        if (size == capacity && !takePlace(line == null ? 0 : line.length(), dropped)) {
            dropped.accept(work);
            return;
        }
        if (line == null) {
            line = new Line<>(client.key(), new ArrayDeque<>(2));
            lines.put(line.key(), line);
            turns.add(line);
        }
        line.waiting().add(new Waiting<>(work, client, ticker.nanoTime()));
        size++;
    }

    /** Takes the newest of the longest line out, if that is longer than the one with so many would become. */
    private boolean takePlace(int length, Consumer<T> dropped) {
        Line<T> longest =
                turns.stream().max(Comparator.comparingInt(Line::length)).orElseThrow();
        if (longest.length() <= length + 1) {
            return false;
        }
        dropped.accept(longest.waiting().removeLast().work());
        size--;
        return true;
    }

    private void dropStale(Consumer<T> dropped) {
        for (Iterator<Line<T>> all = turns.iterator(); all.hasNext(); ) {
            Line<T> line = all.next();
            line.waiting().removeIf(waiting -> {
                boolean stale = isStale(waiting);
                if (stale) {
                    size--;
                    dropped.accept(waiting.work());
                }
                return stale;
            });
            if (line.length() == 0) {
                all.remove();
                lines.remove(line.key());
            }
        }
    }

    private boolean isStale(Waiting<T> waiting) {
        return waiting.client().isGone().getAsBoolean() || ticker.nanoTime() - waiting.since() > patienceNanos;
    }

    /**
     * Takes the work whose turn it is; null if there is none.
     *
     * @param dropped is given what is not worth doing any more
     */
    @Nullable
    T poll(Consumer<T> dropped) {
        for (Line<T> line = turns.poll(); line != null; line = turns.poll()) {
            Waiting<T> next = pollLine(line, dropped);
            if (line.length() > 0) {
                turns.add(line);
            } else {
                lines.remove(line.key());
            }
            if (next != null) {
                return next.work();
            }
        }
        return null;
    }

    private @Nullable Waiting<T> pollLine(Line<T> line, Consumer<T> dropped) {
        for (Waiting<T> next = line.waiting().poll();
                next != null;
                next = line.waiting().poll()) {
            size--;
            if (!isStale(next)) {
                return next;
            }
            dropped.accept(next.work());
        }
        return null;
    }
}
