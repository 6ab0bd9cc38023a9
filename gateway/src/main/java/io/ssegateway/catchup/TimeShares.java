package io.ssegateway.catchup;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Streams that wait, in fair order: next comes the client that has used the least time, and of its streams the one that
 * has used the least. So neither many streams of one client nor one that is dear to serve keep the others waiting. A
 * client is an address, as {@code limits.max-connections-per-address} counts them.
 *
 * <p>A stream that comes to wait begins a little before those that are served now. So a short replay is served at once,
 * however many long ones there are, but no stream saves up time. Belongs to its event loop.
 *
 * @param <T> what waits
 */
final class TimeShares<T> {
    /** Clients whose use is remembered while nothing of theirs waits. */
    private static final int MAX_REMEMBERED = 1024;

    private static final int FORGOTTEN_AT_A_TIME = 8;

    /** What has used less time comes first, and of what has used the same that which came first. */
    private static class Share {
        long usedNanos;
        long order;

        static int compare(Share a, Share b) {
            int byUse = Long.compare(a.usedNanos, b.usedNanos);
            return byUse != 0 ? byUse : Long.compare(a.order, b.order);
        }
    }

    /** The place of one stream, which waits in it once at most. */
    static final class Ticket<T> extends Share {
        private final T holder;
        private final Client<T> client;

        private Ticket(T holder, Client<T> client) {
            this.holder = holder;
            this.client = client;
        }

        T holder() {
            return holder;
        }
    }

    private static final class Client<T> extends Share {
        final PriorityQueue<Ticket<T>> waiting = new PriorityQueue<>(2, Share::compare);
        /** What the stream has used that was served last. */
        long floorNanos;

        boolean queued;
    }

    private final long creditNanos;
    private final PriorityQueue<Client<T>> clients = new PriorityQueue<>(Share::compare);
    /** The least recently used first. */
    private final Map<Long, Client<T>> byAddress = new LinkedHashMap<>(16, 0.75f, true);
    /** What the client has used that was served last. */
    private long floorNanos;

    private long order;
    private @Nullable Ticket<T> served;
    private boolean servedWaits;

    /** @param creditNanos how much less a stream that comes has used, at most, than those that are served */
    TimeShares(long creditNanos) {
        this.creditNanos = creditNanos;
    }

    /** A ticket for a stream of this address. */
    Ticket<T> ticket(T holder, long address) {
        Client<T> client = byAddress.computeIfAbsent(address, a -> new Client<>());
        forget();
        return new Ticket<>(holder, client);
    }

    private void forget() {
        Iterator<Client<T>> eldest = byAddress.values().iterator();
        for (int i = 0; i < FORGOTTEN_AT_A_TIME && byAddress.size() > MAX_REMEMBERED; i++) {
            if (eldest.next().waiting.isEmpty()) {
                eldest.remove();
            }
        }
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    void add(Ticket<T> ticket) {
        if (ticket == served) {
            servedWaits = true; // Its rank is not known before it is done.
            return;
        }
        Client<T> client = ticket.client;
        enqueue(ticket);
        if (served == null || served.client != client) {
            enqueue(client);
        }
    }

    private void enqueue(Ticket<T> ticket) {
        place(ticket, ticket.client.floorNanos);
        ticket.client.waiting.add(ticket);
    }

    private void enqueue(Client<T> client) {
        if (!client.queued) {
            place(client, floorNanos);
            client.queued = true;
            clients.add(client);
        }
    }

    private void place(Share share, long floor) {
        share.usedNanos = Math.max(share.usedNanos, floor - creditNanos);
        share.order = order++;
    }

    /** Takes out the next one, to be served now; null if none waits. {@link #done} must follow before the next call. */
    @Nullable
    Ticket<T> next() {
        Client<T> client = clients.poll();
        if (client == null) {
            return null;
        }
        client.queued = false;
        Ticket<T> next = client.waiting.remove();
        // Never down: else the next one that comes would begin before this one, and so on, and the others would wait.
        floorNanos = Math.max(floorNanos, client.usedNanos);
        client.floorNanos = Math.max(client.floorNanos, next.usedNanos);
        served = next;
        return next;
    }

    /** The one that was taken out last is served, and has used so much time. */
    void done(long nanos) {
        Ticket<T> ticket = Objects.requireNonNull(served, "nothing is served");
        served = null;
        ticket.usedNanos += nanos;
        ticket.client.usedNanos += nanos;
        if (servedWaits) {
            servedWaits = false;
            enqueue(ticket);
        }
        if (!ticket.client.waiting.isEmpty()) {
            enqueue(ticket.client);
        }
    }
}
