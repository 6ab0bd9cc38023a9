package io.ssegateway.eventlog;

import io.netty.util.concurrent.Ticker;
import io.ssegateway.topic.Interest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Knows which positions of a log are safe to resume from, and which updates the log may soon drop. It sees every update
 * once, in log order, and applies the log's own {@link RetentionPolicy}, without reading the log. An update is <i>at
 * risk</i> as soon as half of what a rule keeps has come after it: half of its events, or of its bytes, or of its age.
 * So there is time to send clients a newer position before the other half has come.
 *
 * <p>Updates have numbers in the order in which this node sees them. In a log of several partitions, each keeps its own
 * part, but all updates are counted together, so an update is at risk early rather than late.
 *
 * <p>Safe for use by any thread.
 */
public final class RetentionHorizon {

    private final RetentionPolicy policy;
    private final Ticker ticker;
    private final List<RuleHorizon> horizons = new ArrayList<>();
    private long lost = RuleHorizon.NONE;

    /**
     * The horizon of a log of which no update was seen yet.
     *
     * @param policy how much the log keeps
     */
    public RetentionHorizon(RetentionPolicy policy, Ticker ticker) {
        this.policy = policy;
        this.ticker = ticker;
        policy.rules().forEach(rule -> horizons.add(new RuleHorizon(rule)));
    }

    /**
     * The log has one update more.
     *
     * @param number its number, greater than every one before
     */
    public void appended(Entry entry, long number) {
        appended(entry, number, 0);
    }

    /** As {@link #appended(Entry, long)}, of one that has been in the log for so long, in milliseconds. */
    public void appended(Entry entry, long number, long ageMillis) {
        int group = policy.groupOf(entry.update().topics());
        long bytes = entry.estimatedBytes();
        long now = ticker.nanoTime();
        synchronized (this) {
            horizons.get(RetentionPolicy.ruleOf(group))
                    .appended(number, group, bytes, now - TimeUnit.MILLISECONDS.toNanos(ageMillis), now);
        }
    }

    /** All updates up to this number are gone. */
    public synchronized void lost(long number) {
        lost = number;
    }

    /** The shortest time that any update is kept, in nanoseconds; {@link Long#MAX_VALUE} if age never matters. */
    public long shortestAgeNanos() {
        return horizons.stream().mapToLong(horizon -> horizon.maxAgeNanos).min().orElse(Long.MAX_VALUE);
    }

    /** What is at risk now. */
    public synchronized AtRisk now() {
        long now = ticker.nanoTime();
        horizons.forEach(horizon -> horizon.advance(now));
        long[] groups = IntStream.range(0, policy.groups())
                .mapToLong(group -> horizons.get(RetentionPolicy.ruleOf(group)).atRisk(group))
                .toArray();
        return new AtRisk(policy, groups, lost);
    }

    /** What is at risk at one moment. Immutable. */
    public static final class AtRisk {
        private final RetentionPolicy policy;
        private final long[] groups;
        private final long lost;
        private final long newest;

        private AtRisk(RetentionPolicy policy, long[] groups, long lost) {
            this.policy = policy;
            this.groups = groups;
            this.lost = lost;
            this.newest = Math.max(lost, LongStream.of(groups).max().orElse(lost));
        }

        /** The greatest number of an update that is at risk; {@link Long#MIN_VALUE} if there is none. */
        public long newest() {
            return newest;
        }

        /**
         * Whether a stream that resumes may soon get a gap.
         *
         * @param through the number of the newest update that it has, or that was not for it
         * @param interest what it asks for
         */
        public boolean concerns(long through, Interest interest) {
            if (through >= newest) {
                return false;
            }
            if (through < lost) {
                return true;
            }
            for (int group = 0; group < groups.length; group++) {
                if (through < groups[group] && policy.mayHold(group, interest)) {
                    return true;
                }
            }
            return false;
        }
    }
}
