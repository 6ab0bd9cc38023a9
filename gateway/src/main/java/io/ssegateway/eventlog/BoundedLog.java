package io.ssegateway.eventlog;

import io.ssegateway.eventlog.EventLog.Size;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The common part of all logs that decide the order themselves: appends an update unless its id is in the log, assigns
 * position and id, and drops the oldest updates by the {@link RetentionPolicy}. Not thread-safe.
 *
 * @param <R> what the store knows about a retained entry
 * @param <X> how the store fails; after that the state here is invalid, and the log must be opened again
 */
public final class BoundedLog<R extends Retained, X extends Exception> {
    private final RetentionPolicy policy;
    private final PositionClock positions;
    private final EntryStore<R, X> store;
    /** Of each rule. */
    private final long[] events;

    private final long[] bytes;
    /** Of each group. */
    private final @Nullable R[] oldest;

    /** The log of a store that is empty. */
    @SuppressWarnings("unchecked") // An array of what a type parameter stands for; it never leaves this class.
    public BoundedLog(RetentionPolicy policy, PositionClock positions, EntryStore<R, X> store) {
        this.policy = policy;
        this.positions = positions;
        this.store = store;
        this.events = new long[policy.rules().size()];
        this.bytes = new long[events.length];
        this.oldest = (R[]) new Retained[policy.groups()];
    }

    /** The store has entries of a group already: how many, and of which size together. */
    public void load(int group, long groupEvents, long groupBytes) throws X {
        count(group, groupEvents, groupBytes);
        oldest[group] = store.oldest(group);
    }

    /**
     * Appends an update, if the store has none with the same id. This may exceed the limits; nothing is dropped yet.
     *
     * @param added takes the new entry
     */
    public Appended append(Update update, Consumer<Entry> added) throws X {
        String publishersId = update.event().id();
        if (publishersId != null) {
            Position first = store.find(publishersId);
            if (first != null) {
                return new Appended(first, publishersId, true);
            }
        }
        Position position = positions.next();
        String id = publishersId == null ? position.toString() : publishersId;
        Entry entry = new Entry(position, publishersId == null ? update.withId(id) : update);
        int group = policy.groupOf(update.topics());
        R retained = store.add(group, entry, publishersId);
        count(group, 1, retained.estimatedBytes());
        if (oldest[group] == null) {
            oldest[group] = retained;
        }
        added.accept(entry);
        return new Appended(position, id, false);
    }

    /**
     * Drops what exceeds the limits or is too old, the oldest of each rule first; that may be everything.
     *
     * @param nowMillis milliseconds since 1970
     * @param most entries to drop at most; the rest stays for the next call
     */
    public void trim(long nowMillis, int most) throws X {
        int left = most;
        for (int rule = 0; rule < events.length; rule++) {
            for (R entry = due(rule, nowMillis); entry != null && left > 0; entry = due(rule, nowMillis)) {
                int group = groupOfOldest(rule);
                store.drop(group, entry);
                count(group, -1, -entry.estimatedBytes());
                oldest[group] = store.oldest(group);
                left--;
            }
        }
    }

    /** Whether anything is to go now. */
    public boolean isTrimDue(long nowMillis) {
        return IntStream.range(0, events.length).anyMatch(rule -> due(rule, nowMillis) != null);
    }

    /** When the next entry gets too old, in milliseconds since 1970; {@link Long#MAX_VALUE} if none does. */
    public long nextExpiryMillis() {
        long next = Long.MAX_VALUE;
        for (int rule = 0; rule < events.length; rule++) {
            R entry = oldest[groupOfOldest(rule)];
            long maxAge = policy.rules().get(rule).maxAgeMillis();
            if (entry != null && maxAge != 0) {
                next = Math.min(next, entry.position().epochMillis() + maxAge + 1);
            }
        }
        return next;
    }

    /** How much there is. */
    public Size size() {
        return new Size(Arrays.stream(events).sum(), Arrays.stream(bytes).sum());
    }

    /** The oldest entry under a rule if it is to go. */
    private @Nullable R due(int index, long nowMillis) {
        R entry = oldest[groupOfOldest(index)];
        RetentionRule rule = policy.rules().get(index);
        return entry != null
                        && (events[index] > rule.maxEvents()
                                || bytes[index] > rule.maxBytes()
                                || rule.isTooOld(entry.position().epochMillis(), nowMillis))
                ? entry
                : null;
    }

    /** Which of a rule's two groups has the older entry. */
    private int groupOfOldest(int rule) {
        R within = oldest[2 * rule];
        R across = oldest[2 * rule + 1];
        return across == null || (within != null && across.position().isAfter(within.position()))
                ? 2 * rule
                : 2 * rule + 1;
    }

    private void count(int group, long moreEvents, long moreBytes) {
        events[RetentionPolicy.ruleOf(group)] += moreEvents;
        bytes[RetentionPolicy.ruleOf(group)] += moreBytes;
    }
}
