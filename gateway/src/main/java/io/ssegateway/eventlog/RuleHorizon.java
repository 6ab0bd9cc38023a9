package io.ssegateway.eventlog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What of the updates under one rule is at risk. It keeps no updates: it cuts their order into stretches of at most a
 * sixteenth of what the rule keeps, in events, bytes and time, and a stretch is at risk as a whole as soon as its
 * oldest update is. Not thread-safe.
 */
final class RuleHorizon {
    /** Before every update. */
    static final long NONE = Long.MIN_VALUE;

    private static final int STRETCHES = 16;

    /** What was there before it, when it began, and the last of it in each of the two groups. */
    private static final class Stretch {
        private final long sinceNanos;
        private final long eventsBefore;
        private final long bytesBefore;
        private final long[] last = {NONE, NONE};

        Stretch(long sinceNanos, long eventsBefore, long bytesBefore) {
            this.sinceNanos = sinceNanos;
            this.eventsBefore = eventsBefore;
            this.bytesBefore = bytesBefore;
        }
    }

    private final long maxEvents;
    private final long maxBytes;
    final long maxAgeNanos;
    /** Those that are not at risk, the oldest first. */
    private final Deque<Stretch> stretches = new ArrayDeque<>();

    private long events;
    private long bytes;
    private final long[] atRisk = {NONE, NONE};

    RuleHorizon(RetentionRule rule) {
        this.maxEvents = rule.maxEvents();
        this.maxBytes = rule.maxBytes();
        this.maxAgeNanos =
                rule.maxAgeMillis() == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(rule.maxAgeMillis());
    }

    void appended(long number, int group, long size, long takenNanos, long nowNanos) {
        Stretch last = stretches.peekLast();
        if (last == null
                || events - last.eventsBefore >= maxEvents / STRETCHES
                || bytes - last.bytesBefore >= maxBytes / STRETCHES
                || takenNanos - last.sinceNanos >= maxAgeNanos / STRETCHES) {
            last = new Stretch(takenNanos, events, bytes);
            stretches.add(last);
        }
        last.last[group % 2] = number;
        events++;
        bytes += size;
        advance(nowNanos);
    }

    /** Takes note of what is at risk by now. */
    void advance(long nowNanos) {
        Stretch oldest = stretches.peekFirst();
        while (oldest != null && isAtRisk(oldest, nowNanos)) {
            atRisk[0] = Math.max(atRisk[0], oldest.last[0]);
            atRisk[1] = Math.max(atRisk[1], oldest.last[1]);
            stretches.removeFirst();
            oldest = stretches.peekFirst();
        }
    }

    private boolean isAtRisk(Stretch stretch, long nowNanos) {
        return events - stretch.eventsBefore > maxEvents / 2
                || bytes - stretch.bytesBefore > maxBytes / 2
                || nowNanos - stretch.sinceNanos >= maxAgeNanos / 2;
    }

    /** The greatest number at risk in one of the rule's two groups. */
    long atRisk(int group) {
        return atRisk[group % 2];
    }
}
