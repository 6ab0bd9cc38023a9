package io.ssegateway.eventlog.memory;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.EventLog.Size;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionRule;
import java.util.function.Consumer;

/** What is kept under one rule, bounded by it. Not thread-safe. */
final class Bucket {
    private final RetentionRule rule;
    private final Run within;
    private final Run across;
    private long bytes;

    Bucket(RetentionRule rule, Position birth) {
        this.rule = rule;
        this.within = new Run(birth);
        this.across = new Run(birth);
    }

    /** The updates whose topics all lie under the rule. */
    Run within() {
        return within;
    }

    /** The updates whose first topic alone is sure to lie under the rule. */
    Run across() {
        return across;
    }

    Size size() {
        return new Size(events(), bytes);
    }

    /** Adds an entry to one of the bucket's runs. */
    void add(Entry entry, Run run) {
        run.add(entry);
        bytes += entry.estimatedBytes();
    }

    /**
     * Drops the oldest entries until the rest is within the rule's bounds; that may be none.
     *
     * @param nowMillis milliseconds since 1970
     * @param dropped   is told each
     */
    void trim(long nowMillis, Consumer<Entry> dropped) {
        while (true) {
            Run run = runOfOldest();
            Entry oldest = run.oldest();
            if (oldest == null || !mustGo(oldest, nowMillis)) {
                return;
            }
            run.drop(oldest);
            bytes -= oldest.estimatedBytes();
            dropped.accept(oldest);
        }
    }

    void clear() {
        within.clear();
        across.clear();
        bytes = 0;
    }

    private boolean mustGo(Entry oldest, long nowMillis) {
        return events() > rule.maxEvents()
                || bytes > rule.maxBytes()
                || rule.isTooOld(oldest.position().epochMillis(), nowMillis);
    }

    private long events() {
        return (long) within.size() + across.size();
    }

    private Run runOfOldest() {
        Entry a = within.oldest();
        Entry b = across.oldest();
        return b == null || (a != null && b.position().isAfter(a.position())) ? within : across;
    }
}
