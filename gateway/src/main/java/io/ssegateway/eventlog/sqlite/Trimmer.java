package io.ssegateway.eventlog.sqlite;

import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.RetentionRule;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Drops what a rule does not keep, oldest first. */
final class Trimmer {
    private final List<RetentionRule> rules;

    Trimmer(List<RetentionRule> rules) {
        this.rules = rules;
    }

    /** Whether anything is to go now. */
    boolean isDue(Ledger ledger, long nowMillis) {
        for (int rule = 0; rule < rules.size(); rule++) {
            if (mustGo(ledger, rule, nowMillis)) {
                return true;
            }
        }
        return false;
    }

    /** Drops at most this many; the rest is for another transaction. */
    void trim(Ledger ledger, WriteStore store, long nowMillis, int most) throws SQLException {
        Map<Integer, Position> lost = new TreeMap<>();
        Map<Integer, Position> publicLost = new TreeMap<>();
        int left = most;
        for (int rule = 0; rule < rules.size(); rule++) {
            for (; left > 0 && mustGo(ledger, rule, nowMillis); left--) {
                int run = ledger.runOfOldest(rule);
                Kept entry = ledger.oldest(run);
                if (entry == null) {
                    break;
                }
                store.drop(run, entry);
                ledger.dropped(run, entry, store.oldest(run));
                lost.put(run, entry.position());
                if (!entry.isPrivate()) {
                    publicLost.put(run, entry.position());
                }
            }
        }
        for (Map.Entry<Integer, Position> run : lost.entrySet()) {
            store.lost(run.getKey(), run.getValue());
        }
        for (Map.Entry<Integer, Position> run : publicLost.entrySet()) {
            store.publicLost(run.getKey(), run.getValue());
        }
    }

    /** When the next entry gets too old, in milliseconds since 1970. */
    long nextExpiryMillis(Ledger ledger) {
        long next = Long.MAX_VALUE;
        for (int rule = 0; rule < rules.size(); rule++) {
            Kept oldest = ledger.oldest(ledger.runOfOldest(rule));
            long maxAge = rules.get(rule).maxAgeMillis();
            if (oldest != null && maxAge != 0) {
                next = Math.min(next, oldest.position().epochMillis() + maxAge + 1);
            }
        }
        return next;
    }

    private boolean mustGo(Ledger ledger, int index, long nowMillis) {
        RetentionRule rule = rules.get(index);
        Kept oldest = ledger.oldest(ledger.runOfOldest(index));
        return oldest != null
                && (ledger.events(index) > rule.maxEvents()
                        || ledger.bytes(index) > rule.maxBytes()
                        || rule.isTooOld(oldest.position().epochMillis(), nowMillis));
    }
}
